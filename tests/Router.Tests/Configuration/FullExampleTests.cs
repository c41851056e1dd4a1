using System.Text.Json.Nodes;
using FluentAssertions.Equivalency;
using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Binding;
using Router.Configuration.Sources;

namespace Router.Tests.Configuration;

public sealed class FullExampleTests
{
    // What the older example of SourcesTests writes.
    private static readonly IConfigShape[] Elsewhere =
        [Shapes.Parameters, Shapes.Capabilities, Shapes.Timeouts, Shapes.Retry, Shapes.Defaults];

    private static readonly string[] WrittenElsewhere =
    [
        "$schema", "defaults", "failureRatio", "minimumThroughput", "samplingWindow", "breakDuration", "rateLimitCooldown", "longCooldown",
        "task", "timeouts", "retry", "maxAttempts", "streamMode", "emptyAnswer", "fallbackOn", "contentPolicyTargets", "version",
        "parameters", "capabilities",
    ];

    [Fact]
    public void A_file_is_read_into_the_records() => Same(Given.LoadJson(FullExample.Json).Config, FullExample.Expected);

    [Fact]
    public void An_IConfiguration_gives_the_same_records() => Same(Given.LoadSection(FullExample.Json).Config, FullExample.Expected);

    [Fact]
    public void Code_gives_the_same_records()
    {
        RouterConfig expected = FullExample.Expected;
        RouterOptions options = new() { Sessions = expected.Sessions, Pinning = expected.Pinning, Store = expected.Store };
        Copy(expected.Providers, options.Providers);
        Copy(expected.Routes, options.Routes);
        Copy(expected.Tenants, options.Tenants);
        expected.Budgets.ToList().ForEach(options.Budgets.Add);
        expected.Prices.ToList().ForEach(options.Prices.Add);
        using FixedConfigSource source = new(options.ToConfig(), Given.Environment());

        Same(source.Load(Given.Context).Config, expected);
    }

    [Fact]
    public void A_change_of_the_options_does_not_reach_a_record_made_before()
    {
        RouterOptions options = new();
        RouterConfig config = options.ToConfig();

        options.Budgets.Add(FullExample.Expected.Budgets[0]);
        options.Prices.Add(FullExample.Expected.Prices[0]);
        options.Tenants["t"] = new();

        config.Budgets.Should().BeEmpty();
        config.Prices.Should().BeEmpty();
        config.Tenants.Should().BeEmpty();
    }

    [Fact]
    public void The_example_writes_every_property_there_is()
    {
        JsonNode example = JsonNode.Parse(FullExample.Json, null, new() { AllowTrailingCommas = true })!;
        Dictionary<IConfigShape, HashSet<string>> written = [];
        Walk(Shapes.Root, example, written);

        foreach ((IConfigShape shape, HashSet<string> names) in written)
        {
            shape.Properties.Select(property => property.Name).Except(WrittenElsewhere).Except(names).Should().BeEmpty();
        }

        written.Keys.Should().HaveCount(17).And.NotIntersectWith(Elsewhere);
    }

    [Fact]
    public void The_example_shows_no_warning_but_that_of_the_text_beside_the_secret() =>
        Given.LoadJson(FullExample.Json).Warnings.Should().ContainSingle().Which.Path.Should().Be("store.connectionString");

    private static void Walk(IConfigShape shape, JsonNode node, Dictionary<IConfigShape, HashSet<string>> written)
    {
        written.TryAdd(shape, []);
        foreach ((string name, JsonNode? value) in node.AsObject())
        {
            written[shape].Add(name);
            IConfigProperty? property = shape.Properties.FirstOrDefault(candidate => candidate.Name == name);
            if (property?.Child is not { } child)
            {
                continue;
            }

            IEnumerable<JsonNode> objects = value is JsonArray items
                ? items.Select(item => item!)
                : property.Name is "providers" or "routes" or "tenants" ? value!.AsObject().Select(pair => pair.Value!) : [value!];
            objects.ToList().ForEach(each => Walk(child, each, written));
        }
    }

    private static void Copy<T>(IReadOnlyDictionary<string, T> from, IDictionary<string, T> to)
    {
        foreach ((string name, T value) in from)
        {
            to[name] = value;
        }
    }

    private static void Same(RouterConfig actual, RouterConfig expected) => actual.Should().BeEquivalentTo(expected, Compare);

    private static EquivalencyAssertionOptions<RouterConfig> Compare(EquivalencyAssertionOptions<RouterConfig> options) =>
        options.ComparingRecordsByMembers().ComparingByValue<ProviderSettings>()
            .WithStrictOrderingFor(member => member.Path.EndsWith("Budgets", StringComparison.Ordinal)
                || member.Path.EndsWith("Prices", StringComparison.Ordinal) || member.Path.EndsWith("Targets", StringComparison.Ordinal));
}
