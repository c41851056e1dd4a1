using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.Replicate;

/// <summary>Reads what a request to create a prediction asks for, and refuses what Replicate refuses.</summary>
internal static partial class PredictionRequests
{
    private static readonly string[] Common = ["input", "webhook", "webhook_events_filter", "stream"];
    private static readonly string[] Events = ["start", "output", "logs", "completed"];

    public static JsonObject ReadBody(EmulatorRequest request, bool withVersion)
    {
        if (request.MediaType != "application/json")
        {
            throw new RejectedException(ReplicateErrors.Of(415, $"Unsupported media type \"{request.ContentType}\" in request."));
        }

        JsonObject body = request.ReadJson() as JsonObject
            ?? throw new RejectedException(ReplicateErrors.Of(400, "JSON parse error"));
        string? unknown = body.Select(field => field.Key)
            .FirstOrDefault(name => !Common.Contains(name) && !(withVersion && name == "version"));
        if (unknown is not null)
        {
            throw ReplicateErrors.InvalidInput([new(ViolationKind.Unknown, "", unknown, "")]);
        }

        if (body["input"] is not JsonObject)
        {
            throw ReplicateErrors.InvalidInput([new(ViolationKind.Required, "", "input", "")]);
        }

        CheckWebhook(body);
        return body;
    }

    /// <summary>A 64-digit version, <c>owner/name:version</c>, or the bare name of an official model.</summary>
    public static ReplicateModel ModelOf(JsonObject body, ReplicateReleases releases)
    {
        if (Fields.Text(body["version"]) is not { Length: > 0 } version)
        {
            throw ReplicateErrors.InvalidInput([new(ViolationKind.Required, "", "version", "")]);
        }

        int colon = version.IndexOf(':', StringComparison.Ordinal);
        string id = version[(colon + 1)..];
        ReplicateModel? model = colon < 0 && version.Contains('/', StringComparison.Ordinal)
            ? ReplicateModels.Find(version) is { IsOfficial: true } official ? official : null
            : VersionPattern().IsMatch(id) ? releases.ByVersion(id) : null;
        if (model is not null && colon >= 0 && version[..colon] != model.FullName)
        {
            model = null;
        }

        return model ?? throw ReplicateErrors.Rejected("invalid_version");
    }

    public static void CheckInput(ReplicateModel model, JsonObject input)
    {
        List<SchemaViolation> violations = [.. SchemaChecker.Check(model.Input, input)
            .Select(violation => violation with { Path = "/input" + violation.Path })];
        violations.AddRange(input
            .Where(field => Fields.Text(model.Input["properties"]?[field.Key]?["format"]) == "uri")
            .Where(field => !Uri.TryCreate(Fields.Text(field.Value), UriKind.Absolute, out _))
            .Select(field => new SchemaViolation(ViolationKind.Value, $"/input/{field.Key}", "no address", "uri")));
        if (violations.Count > 0)
        {
            throw ReplicateErrors.InvalidInput(violations);
        }
    }

    /// <summary>Seconds to wait for the result; null when the caller does not ask to.</summary>
    public static int? WaitSeconds(EmulatorRequest request)
    {
        if (request.Header("Prefer") is not { } prefer)
        {
            return null;
        }

        Match match = WaitPattern().Match(prefer);
        if (!match.Success)
        {
            return null;
        }

        int seconds = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 60;
        return seconds is >= 1 and <= 60
            ? seconds
            : throw new RejectedException(ReplicateErrors.Of(422, "Prefer: wait must be between 1 and 60 seconds."));
    }

    public static TimeSpan? CancelAfter(EmulatorRequest request)
    {
        if (request.Header("Cancel-After") is not { } text)
        {
            return null;
        }

        Match match = DurationPattern().Match(text);
        TimeSpan after = !match.Success ? TimeSpan.Zero : match.Groups["plain"].Success
            ? TimeSpan.FromSeconds(Part(match, "plain"))
            : new TimeSpan(Part(match, "h"), Part(match, "m"), Part(match, "s"));
        return after >= TimeSpan.FromSeconds(5)
            ? after
            : throw new RejectedException(ReplicateErrors.Of(422, "Cancel-After must be a duration of at least 5 seconds."));
    }

    private static int Part(Match match, string name) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;

    private static void CheckWebhook(JsonObject body)
    {
        if (body["webhook"] is { } webhook
            && !(Uri.TryCreate(Fields.Text(webhook), UriKind.Absolute, out Uri? address) && (address.Scheme == "https" || address.IsLoopback)))
        {
            throw ReplicateErrors.InvalidInput([new(ViolationKind.Value, "/webhook", "no HTTPS address", "uri")]);
        }

        foreach (JsonNode? name in body["webhook_events_filter"] as JsonArray ?? [])
        {
            if (!Events.Contains(Fields.Text(name)))
            {
                throw ReplicateErrors.InvalidInput([new(ViolationKind.Value, "/webhook_events_filter", $"{name}", "event")]);
            }
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"(?:^|[,;\s])wait(?:=(\d{1,4}))?(?:$|[,;\s])")]
    private static partial Regex WaitPattern();

    [GeneratedRegex(@"^(?:(?<plain>\d{1,6})|(?=\d)(?:(?<h>\d{1,3})h)?(?:(?<m>\d{1,4})m)?(?:(?<s>\d{1,6})s)?)$")]
    private static partial Regex DurationPattern();
}
