using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Reads <c>usage</c>. Every member may be missing, null, or written as a fraction.</summary>
internal static class UsageReader
{
    /// <summary>Reads the object the reader stands at the start of.</summary>
    internal static UsageDetails Read(ref Utf8JsonReader reader)
    {
        UsageDetails usage = new();
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
            {
                usage.InputTokenCount = JsonScan.Count(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
            {
                usage.OutputTokenCount = JsonScan.Count(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                usage.TotalTokenCount = JsonScan.Count(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("input_tokens_details"u8))
            {
                ReadInput(ref reader, usage);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8))
            {
                ReadOutput(ref reader, usage);
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }

        return usage;
    }

    /// <summary>Whether it counts anything: some servers send zeros on every chunk but the last.</summary>
    internal static bool Counts(UsageDetails usage) => usage is not { InputTokenCount: null or 0, OutputTokenCount: null or 0, TotalTokenCount: null or 0 };

    private static void ReadInput(ref Utf8JsonReader reader, UsageDetails usage)
    {
        if (!JsonScan.EnterObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("cached_tokens"u8))
            {
                usage.CachedInputTokenCount = JsonScan.Count(ref reader);
            }
            else if (reader.ValueTextEquals("audio_tokens"u8))
            {
                Add(usage, "InputTokenDetails.AudioTokenCount", JsonScan.Count(ref reader));
            }
            else if (reader.ValueTextEquals("image_tokens"u8))
            {
                Add(usage, "InputTokenDetails.ImageTokenCount", JsonScan.Count(ref reader));
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }
    }

    private static void ReadOutput(ref Utf8JsonReader reader, UsageDetails usage)
    {
        if (!JsonScan.EnterObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8))
            {
                usage.ReasoningTokenCount = JsonScan.Count(ref reader);
            }
            else if (reader.ValueTextEquals("audio_tokens"u8))
            {
                Add(usage, "OutputTokenDetails.AudioTokenCount", JsonScan.Count(ref reader));
            }
            else if (reader.ValueTextEquals("accepted_prediction_tokens"u8))
            {
                Add(usage, "OutputTokenDetails.AcceptedPredictionTokenCount", JsonScan.Count(ref reader));
            }
            else if (reader.ValueTextEquals("rejected_prediction_tokens"u8))
            {
                Add(usage, "OutputTokenDetails.RejectedPredictionTokenCount", JsonScan.Count(ref reader));
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }
    }

    private static void Add(UsageDetails usage, string key, long? count)
    {
        if (count is { } value)
        {
            (usage.AdditionalCounts ??= [])[key] = value;
        }
    }
}
