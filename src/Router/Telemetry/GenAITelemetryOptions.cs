namespace Router.Telemetry;

/// <summary>What the spans of attempts hold.</summary>
public sealed class GenAITelemetryOptions
{
    /// <summary>The environment variable that switches content on where nothing is said in code, as OpenTelemetry names it.</summary>
    public const string CaptureContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>
    /// Whether messages are recorded on spans. Default: false, unless <see cref="CaptureContentVariable"/> is <c>true</c>. Prompts
    /// and answers may hold personal data.
    /// </summary>
    public bool CaptureContent { get; set; } =
        string.Equals(Environment.GetEnvironmentVariable(CaptureContentVariable), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The clock of durations. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
