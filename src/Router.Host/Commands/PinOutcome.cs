using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Router.Pinning;

namespace Router.Host.Commands;

/// <summary>The outcome of <c>router pin</c> for a program to read.</summary>
internal sealed record PinOutcome(string Lock, bool Check, int ExitCode, IReadOnlyList<PinOutcomeModel> Models)
{
    internal static string ToJson(string lockPath, bool check, int code, IReadOnlyList<PinDrift> drifts) => JsonSerializer.Serialize(
        new PinOutcome(lockPath, check, code, [.. drifts.Select(Describe)]), PinOutcomeJsonContext.Default.PinOutcome);

    internal static string Word(PinStatus status) => status switch
    {
        PinStatus.Unchanged => "unchanged",
        PinStatus.Missing => "missing",
        PinStatus.Drifted => "drifted",
        PinStatus.Deprecated => "deprecated",
        PinStatus.Stale => "stale",
        PinStatus.Unpinnable => "unpinnable",
        PinStatus.Unresolvable => "unresolvable",
        _ => "failed",
    };

    private static PinOutcomeModel Describe(PinDrift drift) => new()
    {
        Provider = drift.Provider,
        Model = drift.Model,
        Source = drift.Source,
        Status = Word(drift.Status),
        Version = drift.Resolved?.Version,
        LockedVersion = drift.Locked?.Version,
        SchemaDigest = drift.Resolved?.SchemaDigest,
        Deprecation = drift.Resolved?.Deprecation?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Detail = drift.Detail,
    };
}

/// <summary>The names of the JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PinOutcome))]
internal sealed partial class PinOutcomeJsonContext : JsonSerializerContext;
