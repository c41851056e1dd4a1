using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Router.Telemetry;

/// <summary>Makes the spans and metrics of calls to one model at one provider.</summary>
internal sealed class GenAIInstrument(string operation, string? provider, Uri? server, string? model, TimeProvider timeProvider)
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = SemanticConventions.DurationBuckets };

    internal static Histogram<double> Duration { get; } = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.OperationDuration, "s", "Duration of a call to a provider.", advice: Seconds);

    internal static Histogram<long> Tokens { get; } = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.TokenUsage, "{token}", "Tokens a provider counted.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = SemanticConventions.TokenBuckets });

    internal static Histogram<double> FirstChunk { get; } = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.TimeToFirstChunk, "s", "Time to the first chunk of a stream.", advice: Seconds);

    internal static Histogram<double> PerChunk { get; } = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.TimePerOutputChunk, "s", "Time between two chunks of a stream after the first.", advice: Seconds);

    /// <summary>Whether anybody listens to any of it.</summary>
    internal static bool Enabled =>
        RouterDiagnostics.Source.HasListeners() || Duration.Enabled || Tokens.Enabled || FirstChunk.Enabled || PerChunk.Enabled;

    internal TimeProvider TimeProvider => timeProvider;

    internal GenAICall Start(string? modelOverride)
    {
        string? requested = modelOverride ?? model;
        Activity? activity = RouterDiagnostics.Source.StartActivity(
            requested is null ? operation : $"{operation} {requested}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(SemanticConventions.OperationName, operation);
            activity.SetTag(SemanticConventions.ProviderName, provider);
            activity.SetTag(SemanticConventions.RequestModel, requested);
            activity.SetTag(SemanticConventions.ServerAddress, server?.Host);
            activity.SetTag(SemanticConventions.ServerPort, server?.Port);
        }

        return new GenAICall(this, activity, requested);
    }

    internal TagList Dimensions(string? requested, string? served)
    {
        TagList tags = new()
        {
            { SemanticConventions.OperationName, operation },
            { SemanticConventions.ProviderName, provider },
        };
        Add(ref tags, SemanticConventions.RequestModel, requested);
        Add(ref tags, SemanticConventions.ResponseModel, served);
        if (server is not null)
        {
            tags.Add(SemanticConventions.ServerAddress, server.Host);
            tags.Add(SemanticConventions.ServerPort, server.Port);
        }

        return tags;
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
