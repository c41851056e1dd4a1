using Router.Admission;

namespace Router.PostgreSql.Admission;

/// <summary>A reservation or a settlement on its way to the database.</summary>
internal sealed class PendingDecision(PostgreSqlCall call, AdmissionClaim[] claims)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    internal PostgreSqlCall Call => call;

    internal AdmissionClaim[] Claims => claims;

    /// <summary>Completes once it is committed.</summary>
    internal Task Done => _done.Task;

    /// <summary>Whoever is first decides: the batch that sends it, or the caller that gives it up.</summary>
    internal bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    internal void Complete() => _done.TrySetResult();

    internal void Fail(Exception exception) => _done.TrySetException(exception);
}
