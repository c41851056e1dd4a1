using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>One call to a provider while it runs. Not thread-safe.</summary>
internal sealed class GenAICall(GenAIInstrument instrument, Activity? activity, string? requestedModel)
{
    private readonly long _startedAt = instrument.TimeProvider.GetTimestamp();
    private TimeSpan? _firstChunk;
    private TimeSpan _lastChunk;
    private int _chunks;

    internal Activity? Activity => activity;

    internal void Chunk()
    {
        TimeSpan elapsed = instrument.TimeProvider.GetElapsedTime(_startedAt);
        _firstChunk ??= elapsed;
        _lastChunk = elapsed;
        _chunks++;
    }

    internal void End(string? servedModel, UsageDetails? usage, Exception? exception)
    {
        TimeSpan duration = instrument.TimeProvider.GetElapsedTime(_startedAt);
        TagList tags = instrument.Dimensions(requestedModel, servedModel);
        RecordTokens(tags, "input", usage?.InputTokenCount);
        RecordTokens(tags, "output", usage?.OutputTokenCount);
        if (_firstChunk is { } first)
        {
            GenAIInstrument.FirstChunk.Record(first.TotalSeconds, tags);
            activity?.SetTag(SemanticConventions.ResponseTimeToFirstChunk, first.TotalSeconds);
            if (_chunks > 1)
            {
                GenAIInstrument.PerChunk.Record((_lastChunk - first).TotalSeconds / (_chunks - 1), tags);
            }
        }

        if (exception is not null)
        {
            string type = exception.GetType().FullName ?? exception.GetType().Name;
            tags.Add(SemanticConventions.ErrorType, type);
            activity?.SetTag(SemanticConventions.ErrorType, type);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        GenAIInstrument.Duration.Record(duration.TotalSeconds, tags);
        UsageTags(usage);
        activity?.Dispose();
    }

    private static void RecordTokens(TagList tags, string type, long? count)
    {
        if (count is { } tokens)
        {
            tags.Add(SemanticConventions.TokenType, type);
            GenAIInstrument.Tokens.Record(tokens, tags);
        }
    }

    private void UsageTags(UsageDetails? usage)
    {
        if (activity is not { IsAllDataRequested: true } || usage is null)
        {
            return;
        }

        activity.SetTag(SemanticConventions.UsageInputTokens, usage.InputTokenCount);
        activity.SetTag(SemanticConventions.UsageOutputTokens, usage.OutputTokenCount);
        activity.SetTag(SemanticConventions.UsageCacheReadInputTokens, usage.CachedInputTokenCount);
        activity.SetTag(SemanticConventions.UsageReasoningOutputTokens, usage.ReasoningTokenCount);
    }
}
