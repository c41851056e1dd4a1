using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.CodeMode.Execution;
using Router.Telemetry;

namespace Router.CodeMode.Telemetry;

/// <summary>The span and the metrics of one run. Ended once, by the run.</summary>
internal sealed class RunTelemetry
{
    private static readonly Histogram<double> Durations = RouterDiagnostics.Meter.CreateHistogram(
        CodeConventions.RunDuration, "s", "Time awake of a run, until it ended or slept.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = SemanticConventions.DurationBuckets });

    private static readonly Counter<long> CallCounter = RouterDiagnostics.Meter.CreateCounter<long>(
        CodeConventions.CallCount, "{call}", "Calls that programs made, by what became of them.");

    private static readonly Counter<long> Suspensions = RouterDiagnostics.Meter.CreateCounter<long>(
        CodeConventions.SuspensionCount, "{suspension}", "How often runs went to sleep.");

    private readonly Activity? _activity;
    private readonly string _engine;
    private readonly bool _sensitive;
    private readonly TimeProvider _timeProvider;
    private readonly long _startedAt;

    internal RunTelemetry(string engine, string runId, string? sessionId, string source, bool sensitive, TimeProvider timeProvider)
    {
        _engine = engine;
        _sensitive = sensitive;
        _timeProvider = timeProvider;
        _startedAt = timeProvider.GetTimestamp();
        _activity = RouterDiagnostics.Source.StartActivity(CodeConventions.RunOperation, ActivityKind.Internal);
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag(SemanticConventions.OperationName, CodeConventions.RunOperation);
            _activity.SetTag(CodeConventions.Engine, engine);
            _activity.SetTag(CodeConventions.RunId, runId);
            _activity.SetTag(SemanticConventions.ConversationId, sessionId);
            _activity.SetTag(CodeConventions.Source, sensitive ? source : null);
        }
    }

    internal void Checkpoint(bool withState) =>
        Event(CodeConventions.CheckpointEvent, new ActivityTagsCollection { { "router.code.checkpoint.state", withState } });

    internal void Replay(int events) => Event(CodeConventions.ReplayEvent, new ActivityTagsCollection { { CodeConventions.Replayed, events } });

    internal void InDoubt(int number) => Event(CodeConventions.InDoubtEvent, new ActivityTagsCollection { { CodeConventions.Number, number } });

    internal CallTelemetry StartCall(CodeCall codeCall) => new(codeCall, _sensitive);

    /// <summary>Counts a call that was made here, or refused here.</summary>
    internal void Counted(CodeCallStatus status) => CallCounter.Add(
        1, new KeyValuePair<string, object?>(CodeConventions.Engine, _engine), new KeyValuePair<string, object?>(CodeConventions.CallStatus, status.ToString()));

    internal void End(CodeResult? result, string? errorType)
    {
        errorType ??= result?.Error?.Kind.ToString();
        TagList tags = new()
        {
            { CodeConventions.Engine, _engine },
            { CodeConventions.Status, result?.Status.ToString() ?? nameof(CodeStatus.Failed) },
        };
        if (errorType is not null)
        {
            tags.Add(SemanticConventions.ErrorType, errorType);
        }

        Durations.Record(_timeProvider.GetElapsedTime(_startedAt).TotalSeconds, tags);
        if (result is { Status: CodeStatus.Suspended })
        {
            Suspensions.Add(1, new KeyValuePair<string, object?>(CodeConventions.Engine, _engine));
            Event(CodeConventions.SuspendedEvent, []);
        }

        if (_activity is null)
        {
            return;
        }

        if (result?.Error is { } error && IsLimit(error.Kind))
        {
            Event(CodeConventions.LimitEvent, new ActivityTagsCollection { { CodeConventions.Limit, error.Kind.ToString() } });
        }

        Tags(_activity, result, errorType);
        _activity.Dispose();
    }

    private void Tags(Activity activity, CodeResult? result, string? errorType)
    {
        if (errorType is not null)
        {
            activity.SetTag(SemanticConventions.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        if (result is null || !activity.IsAllDataRequested)
        {
            return;
        }

        activity.SetTag(CodeConventions.Status, result.Status.ToString());
        activity.SetTag(CodeConventions.CpuMilliseconds, result.Usage.Cpu.TotalMilliseconds);
        activity.SetTag(CodeConventions.Calls, result.Calls.Count);
        activity.SetTag(CodeConventions.Replayed, result.Usage.Replayed);
        activity.SetTag(CodeConventions.Slices, result.Usage.Slices);
        activity.SetTag(CodeConventions.MemoryBytes, result.Usage.PeakMemoryBytes);
        activity.SetTag(CodeConventions.Value, _sensitive ? result.Value?.GetRawText() : null);
    }

    private void Event(string name, ActivityTagsCollection tags)
    {
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.AddEvent(new ActivityEvent(name, _timeProvider.GetUtcNow(), tags));
        }
    }

    private static bool IsLimit(CodeErrorKind kind) =>
        kind is CodeErrorKind.Timeout or CodeErrorKind.Memory or CodeErrorKind.CallLimit or CodeErrorKind.OutputTooLarge;
}
