using System.Text;
using Microsoft.Extensions.Configuration;
using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.TestKit;

namespace Router.Tests.Configuration;

/// <summary>The applications and files that these tests speak of.</summary>
internal static class Given
{
    internal const string FileName = "providers.json";

    internal static ProviderSetting[] OpenAISettings { get; } =
    [
        new("apiKey", ProviderSettingKind.Secret, "The key."),
        new("endpoint", ProviderSettingKind.Uri, "The endpoint."),
        new("organization", ProviderSettingKind.Text, "The organisation."),
        new("project", ProviderSettingKind.Text, "The project."),
        new("headers", ProviderSettingKind.TextMap, "Headers."),
    ];

    internal static FakeProviderType WorkersAI { get; } = new(
        "workers-ai",
        new("accountId", ProviderSettingKind.Text, "The account.") { Required = true },
        new("apiToken", ProviderSettingKind.Secret, "The token.") { Required = true },
        new("endpoint", ProviderSettingKind.Uri, "The endpoint."),
        new("gatewayId", ProviderSettingKind.Text, "The gateway."),
        new("headers", ProviderSettingKind.TextMap, "Headers."));

    internal static FakeProviderType Replicate { get; } = new(
        "replicate",
        new("apiToken", ProviderSettingKind.Secret, "The token.") { Required = true },
        new("endpoint", ProviderSettingKind.Uri, "The endpoint."),
        new("headers", ProviderSettingKind.TextMap, "Headers."));

    internal static FakeProviderType Everything { get; } = new(
        "everything",
        new("flag", ProviderSettingKind.Boolean, "A flag."),
        new("number", ProviderSettingKind.Number, "A number."),
        new("wait", ProviderSettingKind.Duration, "A time span."),
        new("mode", ProviderSettingKind.Text, "A mode.") { AllowedValues = ["fast", "slow"] },
        new("secret", ProviderSettingKind.Secret, "A secret."),
        new("headers", ProviderSettingKind.TextMap, "Headers."),
        new("url", ProviderSettingKind.Uri, "An address."));

    internal static FakeStoreType Postgres { get; } = new(
        "postgres",
        new("connectionString", ProviderSettingKind.Secret, "The connection.") { Required = true },
        new("schema", ProviderSettingKind.Text, "The schema."));

    internal static FakeStoreType Depot { get; } = new(
        "depot",
        new("flag", ProviderSettingKind.Boolean, "A flag."),
        new("number", ProviderSettingKind.Number, "A number."),
        new("wait", ProviderSettingKind.Duration, "A time span."),
        new("mode", ProviderSettingKind.Text, "A mode.") { AllowedValues = ["fast", "slow"] },
        new("labels", ProviderSettingKind.TextMap, "Labels."));

    internal static ConfigurationContext Context { get; } = Application();

    internal static ConfigurationContext Application(FakeProviderType? openAI = null) => new(
        [openAI ?? new FakeProviderType("openai", OpenAISettings), WorkersAI, Replicate, Everything],
        ["priority", "weighted", "canary"],
        ["mine"],
        [Postgres, Depot]);

    internal static FakeEnvironment Environment() => new()
    {
        Variables =
        {
            ["KEY"] = "sk-from-env",
            ["OPENAI_API_KEY"] = "sk-openai",
            ["CLOUDFLARE_ACCOUNT_ID"] = "0123456789abcdef0123456789abcdef",
            ["CLOUDFLARE_API_TOKEN"] = "cf-token",
            ["REPLICATE_API_TOKEN"] = "r8-token",
        },
    };

    /// <summary>A whole file around a provider named <c>p</c>.</summary>
    internal static string Provider(string provider) =>
        $$"""{ "providers": { "p": {{provider}} }, "routes": { "r": { "targets": [ { "provider": "p", "model": "m" } ] } } }""";

    /// <summary>A whole file around a route named <c>r</c>.</summary>
    internal static string Route(string route) => $$"""{ "providers": { "p": { "type": "openai" } }, "routes": { "r": {{route}} } }""";

    /// <summary>A whole file around what stands beside the targets of a route.</summary>
    internal static string RouteWith(string property) =>
        Route($$"""{ "targets": [ { "provider": "p", "model": "m" } ], {{property}} }""");

    /// <summary>A whole file around what stands beside the model of a target.</summary>
    internal static string TargetWith(string property) =>
        Route($$"""{ "targets": [ { "provider": "p", "model": "m", {{property}} } ] }""");

    /// <summary>
    /// A whole file around what stands beside <c>providers</c> and <c>routes</c>: the providers <c>p</c> and <c>w</c>, the chat routes
    /// <c>r</c> and <c>soft</c>, the image route <c>i</c>.
    /// </summary>
    internal static string Beside(string property) => $$"""
        { "providers": { "p": { "type": "openai" }, "w": { "type": "workers-ai", "accountId": "a", "apiToken": "${env:KEY}" } },
          "routes": {
            "r": { "targets": [ { "provider": "p", "model": "m" }, { "provider": "w", "model": "n", "name": "second" } ] },
            "soft": { "targets": [ { "provider": "p", "model": "cheap" } ] },
            "i": { "task": "image", "targets": [ { "provider": "p", "model": "i" } ] } },
          {{property}} }
        """;

    /// <summary>A whole file around a budget that spends up to a dollar.</summary>
    internal static string BudgetWith(string property) => Beside($$"""  "budgets": [ { "name": "b", "limit": 1, {{property}} } ]""");

    internal static RouterConfigSnapshot LoadJson(
        string json, FakeEnvironment? environment = null, ConfigurationContext? context = null)
    {
        FakeEnvironment machine = environment ?? Environment();
        machine.Write(FileName, json);
        using FileConfigSource source = new(FileName, new ManualTimeProvider(), null, machine);
        return source.Load(context ?? Context);
    }

    internal static RouterConfigSnapshot LoadSection(
        string json, FakeEnvironment? environment = null, ConfigurationContext? context = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddJsonStream(stream).Build();
        using SectionConfigSource source = new(root, environment ?? Environment());
        return source.Load(context ?? Context);
    }

    internal static IReadOnlyList<ConfigurationError> Errors(Action load) =>
        load.Should().Throw<RouterConfigurationException>().Which.Errors;

    internal static IReadOnlyList<ConfigurationError> JsonErrors(
        string json, FakeEnvironment? environment = null, ConfigurationContext? context = null) =>
        Errors(() => LoadJson(json, environment, context));

    internal static IReadOnlyList<ConfigurationError> SectionErrors(string json) => Errors(() => LoadSection(json));

    /// <summary>The repository's own file.</summary>
    internal static string RepositoryFile()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Router.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, FileName);
    }
}
