using System.Globalization;
using Router.Emulators.Http;

namespace Router.Emulators.Faults;

/// <summary>Spoils a finished answer. Bytes to send, places to cut: the rest is the writer's work.</summary>
internal static class FaultApplication
{
    public static EmulatorResponse Apply(
        Fault? fault,
        EmulatorResponse response,
        ServiceEmulator service,
        EmulatorRequest request)
    {
        if (fault is null)
        {
            return response;
        }

        if (fault.Html)
        {
            return EmulatorResponse.Text(200, HtmlPage, "text/html; charset=utf-8");
        }

        AddRetryHeaders(fault, response, service.Time);
        if (fault.EmptyBody)
        {
            return response.WithFrames([]);
        }

        List<ResponseFrame> frames = [.. response.Frames];
        if (fault.NoFrames)
        {
            frames.RemoveAll(frame => frame.Kind is not (FrameKind.Done or FrameKind.Whole));
        }

        if (fault.Model is not null || fault.OmitFinish)
        {
            frames = [.. frames.Where(frame => !fault.OmitFinish || frame.Kind != FrameKind.Finish)
                .Select(frame => FrameEditing.Rewrite(frame, fault))];
        }

        if (fault.OmitDone)
        {
            frames.RemoveAll(frame => frame.Kind == FrameKind.Done);
        }

        if (fault.MalformedAt is { } malformed)
        {
            FrameEditing.Break(frames, malformed);
        }

        if (fault.ErrorAfterTokens is { } tokens && response.IsStream)
        {
            frames = [.. FrameEditing.UpToTokens(frames, tokens), new(FrameKind.Token, service.ErrorFrame(fault, request))];
        }

        if (response.IsStream)
        {
            frames.InsertRange(0, Enumerable.Repeat(ResponseFrame.Of(FrameKind.Comment, ": keep-alive\n\n"), fault.Comments));
        }

        return response.WithFrames(frames);
    }

    /// <summary>Where the writer shall stall when only the role may be seen.</summary>
    public static int? StallPosition(Fault? fault, EmulatorResponse response) => fault switch
    {
        { StallAfterRole: true } => response.Frames
            .TakeWhile(frame => frame.Kind is FrameKind.Opening or FrameKind.Comment)
            .Sum(frame => frame.Bytes.Length),
        _ => fault?.StallAt,
    };

    private static void AddRetryHeaders(Fault fault, EmulatorResponse response, TimeProvider time)
    {
        if (fault.RetryAfter is { } value)
        {
            response.WithHeader("Retry-After", value.StartsWith("date:", StringComparison.Ordinal)
                ? time.GetUtcNow().AddSeconds(double.Parse(value["date:".Length..], CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture)
                : value);
        }

        if (fault.RetryAfterMs is { } milliseconds)
        {
            response.WithHeader("retry-after-ms", milliseconds);
        }

        if (fault.RateLimitReset is { } reset)
        {
            response.Headers.RemoveAll(header => header.Key == "ratelimit-reset");
            response.WithHeader("ratelimit-reset", reset);
        }
    }

    private const string HtmlPage =
        "<!DOCTYPE html>\n<html><head><title>Just a moment</title></head><body><h1>Bad gateway</h1></body></html>\n";
}
