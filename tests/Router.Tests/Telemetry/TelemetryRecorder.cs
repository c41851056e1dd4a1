using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.Telemetry;

namespace Router.Tests.Telemetry;

/// <summary>Hears Router's spans and measurements while it lives.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Activity> _started = [];
    private readonly List<Activity> _stopped = [];
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _measurements = [];
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    internal TelemetryRecorder()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is RouterDiagnostics.SourceName or "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Add(_started, activity),
            ActivityStopped = activity => Add(_stopped, activity),
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == RouterDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.Start();
    }

    internal IReadOnlyList<Activity> Spans => Copy(_stopped);

    internal IReadOnlyList<Activity> Open => [.. Copy(_started).Except(Copy(_stopped))];

    internal Activity RouteSpan => Spans.Single(span => span.DisplayName.StartsWith("router.route", StringComparison.Ordinal));

    internal IReadOnlyList<Activity> ChatSpans => [.. Spans.Where(span => span.Kind == ActivityKind.Client)];

    /// <summary>All text of all spans: names, tags, events and their tags.</summary>
    internal string AllText => string.Join('\n', Spans.SelectMany(span =>
        span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags))
            .Select(tag => tag.Key + "=" + (tag.Value is string[] many ? string.Join(',', many) : tag.Value))
            .Append(span.DisplayName).Append(span.StatusDescription)));

    internal IReadOnlyList<(string Name, double Value, Dictionary<string, object?> Tags)> Measurements
    {
        get
        {
            lock (_gate)
            {
                return [.. _measurements];
            }
        }
    }

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private void Add(List<Activity> list, Activity activity)
    {
        lock (_gate)
        {
            list.Add(activity);
        }
    }

    private List<Activity> Copy(List<Activity> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> copy = new(tags.ToArray());
        lock (_gate)
        {
            _measurements.Add((instrument.Name, value, copy));
        }
    }
}
