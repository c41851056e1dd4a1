using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// Reads a prediction's <c>metrics</c>. Token counts come under two spellings. Replicate also bills by seconds and by image,
/// so those counts are kept under their own names: <c>predict_time_ms</c>, <c>image_count</c>.
/// </summary>
internal static class ReplicateUsage
{
    internal const string PredictTime = "predict_time_ms";
    internal const string Images = "image_count";

    /// <summary>What was used; null where nothing that is counted was told.</summary>
    internal static UsageDetails? Read(ReplicatePrediction prediction)
    {
        if (prediction.Metrics is not { } metrics)
        {
            return null;
        }

        long? input = Count(metrics, "token_input_count") ?? Count(metrics, "input_token_count");
        long? output = Count(metrics, "token_output_count") ?? Count(metrics, "output_token_count");
        long? images = Count(metrics, "image_count") ?? Count(metrics, "image_output_count");
        long? milliseconds = Count(metrics, "predict_time", 1000);
        if ((input ?? output ?? images ?? milliseconds) is null)
        {
            return null;
        }

        UsageDetails usage = new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        Add(Images, images);
        Add(PredictTime, milliseconds);
        return usage;

        void Add(string name, long? count)
        {
            if (count is { } known)
            {
                (usage.AdditionalCounts ??= [])[name] = known;
            }
        }
    }

    // Counts have been seen as 12 and as 12.0.
    private static long? Count(JsonElement metrics, string name, double factor = 1) =>
        metrics.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is JsonValueKind.Number
        && value.TryGetDouble(out double number)
        && number is >= 0 and < 1e15
            ? (long)Math.Round(number * factor)
            : null;
}
