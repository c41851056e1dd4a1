using System.Globalization;
using System.Text.Json;

namespace Router.Providers.Replicate;

/// <summary>
/// A prediction as Replicate last told it. Read member by member, because a strange member that nobody needs must not lose an
/// answer that is paid for. Immutable.
/// </summary>
internal sealed class ReplicatePrediction
{
    private ReplicatePrediction(JsonElement raw, string id, string status)
    {
        Raw = raw;
        Id = id;
        Status = status;
    }

    /// <summary>The whole object. Its <c>input</c> holds the request's text.</summary>
    internal JsonElement Raw { get; }

    internal string Id { get; }

    /// <summary>One of <c>starting</c>, <c>processing</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c>, <c>aborted</c>, or one not known yet.</summary>
    internal string Status { get; }

    internal bool Succeeded => Status == "succeeded";

    /// <summary>Whether nothing more will happen. An unknown status counts as running, unless the time of the end is told.</summary>
    internal bool IsTerminal => HasKnownEnd || (Status is not ("starting" or "processing") && Text(Raw, "completed_at") is not null);

    /// <summary>Whether its status is one of those it can end in.</summary>
    internal bool HasKnownEnd => Status is "succeeded" or "failed" or "canceled" or "aborted";

    internal string? Model => Text(Raw, "model");

    internal string? Version => Text(Raw, "version");

    internal string? Error => Member("error") is { } error ? JsonTexts.Of(error) : null;

    internal string? Logs => Text(Raw, "logs");

    /// <summary>The output; null where there is none (yet).</summary>
    internal JsonElement? Output => Member("output");

    internal JsonElement? Metrics => Member("metrics") is { } metrics && JsonTexts.IsReadableObject(metrics) ? metrics : null;

    /// <summary>Whether Replicate has deleted input and output, which it does an hour after an API prediction.</summary>
    internal bool DataRemoved => Member("data_removed") is { ValueKind: JsonValueKind.True };

    /// <summary>Whether the prediction ran under a deadline (<c>Cancel-After</c>).</summary>
    internal bool HasDeadline => Text(Raw, "deadline") is not null;

    internal DateTimeOffset? CreatedAt =>
        DateTimeOffset.TryParse(Text(Raw, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at
            : null;

    /// <summary>Where its output is streamed; null where the model does not stream.</summary>
    internal Uri? Stream =>
        Member("urls") is { } urls && JsonTexts.IsReadableObject(urls) && Uri.TryCreate(Text(urls, "stream"), UriKind.Absolute, out Uri? uri)
            ? uri
            : null;

    /// <summary>Reads a prediction; null where the JSON is none.</summary>
    internal static ReplicatePrediction? Read(JsonElement json) =>
        JsonTexts.IsReadableObject(json) && Text(json, "id") is { } id && IsId(id) && Text(json, "status") is { } status
            ? new ReplicatePrediction(json, id, status)
            : null;

    // The id becomes part of a URL's path.
    private static bool IsId(string id) => id.Length <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String && JsonTexts.Of(value) is { Length: > 0 } text
            ? text
            : null;

    private JsonElement? Member(string name) =>
        Raw.TryGetProperty(name, out JsonElement value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
