namespace Router.Emulators.Replicate;

/// <summary>How one prediction shall go. What is left out follows from the model and its input.</summary>
public sealed record PredictionScript
{
    /// <summary>The output as JSON text; <c>null</c> as text is a null output.</summary>
    public string? OutputJson { get; init; }

    /// <summary>The statuses that creation and then each GET report, the last one for good.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = ["starting", "processing", "succeeded"];

    public string? Error { get; init; }

    public string? Logs { get; init; }

    public WaitOutcome Wait { get; init; }

    /// <summary>The <c>version</c> that is answered, such as <c>hidden</c>.</summary>
    public string? Version { get; init; }

    /// <summary>The <c>model</c> that is answered, such as an internal name.</summary>
    public string? Model { get; init; }

    /// <summary>Input and output are already deleted.</summary>
    public bool DataRemoved { get; init; }

    public StreamEnd StreamEnd { get; init; }

    /// <summary>Leaves <c>urls.stream</c> out.</summary>
    public bool WithoutStream { get; init; }

    public static PredictionScript Output(string json) => new() { OutputJson = json };

    public static PredictionScript Failed(string error) => new() { Statuses = ["starting", "processing", "failed"], Error = error };
}
