using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.Replicate;

/// <summary>A prediction's server-sent events: output, logs, error and done, with ids and comments between.</summary>
internal static class PredictionStream
{
    public static EmulatorResponse Of(Prediction prediction)
    {
        string[] pieces = [.. (prediction.Result.Output as JsonArray ?? []).Select(item => Fields.Text(item) ?? "")];
        long second = prediction.CreatedAt.ToUnixTimeSeconds();
        StreamEnd end = prediction.Script.StreamEnd;
        bool failed = prediction.Result.Error is not null || prediction.Script.Statuses[^1] == "failed";
        bool canceled = end == StreamEnd.Canceled || prediction.Status is "canceled" or "aborted" || prediction.Script.Statuses[^1] == "canceled";
        bool half = canceled || failed || end is StreamEnd.Error or StreamEnd.RequestTimeout;

        List<ResponseFrame> frames = [ResponseFrame.Of(FrameKind.Comment, ": hi\n\n")];
        int number = 0;
        if (prediction.Script.Logs is { Length: > 0 } logs)
        {
            frames.Add(Event(FrameKind.Opening, "logs", logs, $"{second}:{number++}"));
        }

        foreach (string piece in pieces.Take(half ? pieces.Length / 2 : pieces.Length))
        {
            frames.Add(Event(FrameKind.Token, "output", piece, $"{second}:{number++}"));
        }

        if (end == StreamEnd.RequestTimeout)
        {
            frames.Add(ResponseFrame.Of(FrameKind.Comment, ":408: 408 Request Timeout\n\n"));
            return EmulatorResponse.Stream(frames);
        }

        if (failed || end == StreamEnd.Error)
        {
            string detail = prediction.Script.Error ?? prediction.Result.Error ?? "The model failed (E1000)";
            frames.Add(Event(FrameKind.Finish, "error", JsonText.Of(new JsonObject { ["detail"] = detail }), $"{second}:{number++}"));
        }

        if (end != StreamEnd.Missing)
        {
            string reason = canceled ? """{"reason":"canceled"}""" : failed || end == StreamEnd.Error ? """{"reason":"error"}""" : "{}";
            frames.Add(Event(FrameKind.Done, "done", reason, $"{second}:{number}"));
        }

        prediction.Finish();
        return EmulatorResponse.Stream(frames);
    }

    public static ResponseFrame Event(FrameKind kind, string name, string data, string? id)
    {
        string lines = string.Concat(data.Split('\n').Select(line => $"data: {line}\n"));
        return ResponseFrame.Of(kind, $"event: {name}\n{(id is null ? "" : $"id: {id}\n")}{lines}\n");
    }
}
