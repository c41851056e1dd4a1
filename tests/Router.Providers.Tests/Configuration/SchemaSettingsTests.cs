using System.Text.Json.Nodes;
using Router.Adapters;

namespace Router.Providers.Tests.Configuration;

/// <summary>The shipped JSON Schema and the built-in provider types name the same settings.</summary>
public sealed class SchemaSettingsTests
{
    private static readonly string[] OfEveryProvider = ["type", "health", "limits", "learnLimits"];

    public static TheoryData<string> Types => new(DefaultProviders.All.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_setting_of_a_type_is_in_the_schema_and_the_other_way_round(string name)
    {
        IProviderType type = DefaultProviders.All.Single(item => item.Name == name);
        Properties(name).Except(OfEveryProvider).Should().BeEquivalentTo(type.Settings.Select(setting => setting.Name));
    }

    private static IEnumerable<string> Properties(string type)
    {
        using Stream stream = typeof(IProviderType).Assembly.GetManifestResourceStream(
            typeof(IProviderType).Assembly.GetManifestResourceNames().Single(item => item.EndsWith("providers.schema.json", StringComparison.Ordinal)))!;
        JsonNode schema = JsonNode.Parse(stream)!;
        return schema["$defs"]![type]!["properties"]!.AsObject().Select(property => property.Key);
    }
}
