using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>The settings of one Replicate account, read. Immutable.</summary>
internal sealed record ReplicateOptions
{
    internal const string ApiTokenName = "apiToken";
    internal const string EndpointName = "endpoint";
    internal const string WaitName = "wait";
    internal const string PollIntervalName = "pollInterval";
    internal const string CancelAfterName = "cancelAfter";
    internal const string FieldsName = "fields";
    internal const string HeadersName = "headers";

    internal required string ApiToken { get; init; }

    internal Uri Endpoint { get; init; } = ReplicateDefaults.Endpoint;

    /// <summary>How long a create call is held open; zero: not at all.</summary>
    internal TimeSpan Wait { get; init; } = ReplicateDefaults.Wait;

    internal TimeSpan PollInterval { get; init; } = ReplicateDefaults.PollInterval;

    internal TimeSpan? CancelAfter { get; init; }

    internal ReplicateFields Fields { get; init; } = new(new Dictionary<string, string>());

    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal static ReplicateOptions From(ProviderSettings settings) => new()
    {
        ApiToken = settings.RequiredText(ApiTokenName),
        Endpoint = settings.Uri(EndpointName) ?? ReplicateDefaults.Endpoint,
        Wait = settings.Duration(WaitName) ?? ReplicateDefaults.Wait,
        PollInterval = settings.Duration(PollIntervalName) ?? ReplicateDefaults.PollInterval,
        CancelAfter = settings.Duration(CancelAfterName),
        Fields = new ReplicateFields(settings.Map(FieldsName)),
        Headers = settings.Map(HeadersName),
    };
}
