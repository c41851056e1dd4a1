namespace Router.CodeMode.Execution;

/// <summary>What a sleeping run is woken with. Immutable.</summary>
public sealed record CodeResume
{
    /// <summary>The run to wake.</summary>
    public required string RunId { get; init; }

    /// <summary>Answers by the number of the call that asked. Calls without an answer go on waiting. What was decided stays decided.</summary>
    public IReadOnlyDictionary<int, CodeApproval> Approvals { get; init; } = new Dictionary<int, CodeApproval>();

    /// <summary>Results that came from elsewhere, by the number of the call: of calls that were pending, or in doubt.</summary>
    public IReadOnlyDictionary<int, CodeCallResult> Results { get; init; } = new Dictionary<int, CodeCallResult>();

    /// <summary>As in <see cref="CodeRequest.Progress"/>.</summary>
    public IProgress<CodeProgress>? Progress { get; init; }

    /// <summary>As in <see cref="CodeRequest.SuspendToken"/>.</summary>
    public CancellationToken SuspendToken { get; init; }
}
