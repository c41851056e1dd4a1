using Router.Admission;
using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// One target's turn within a request: its first attempt and the repetitions. A request has one turn after another, or several
/// side by side where it is hedged. Used by one flow at a time; only <see cref="Lose"/> comes from another.
/// </summary>
internal abstract class Turn(RouteTarget target, int index, CancellationToken callerToken) : IDisposable
{
    private CancellationTokenSource? _cancel;
    private volatile bool _lost;

    internal RouteTarget Target => target;

    /// <summary>The target's index within the route.</summary>
    internal int Index => index;

    internal HealthPermit Permit { get; set; }

    /// <summary>What the attempt at hand has reserved; null where nothing is limited.</summary>
    internal AdmissionLease? Lease { get; set; }

    /// <summary>What it was reserved for.</summary>
    internal AdmissionAmounts Estimate { get; set; }

    /// <summary>Permit and lease are there, and no attempt has taken them over yet.</summary>
    internal bool Entered { get; set; }

    /// <summary>The target was shut, or its limit used up, between two attempts.</summary>
    internal bool Denied { get; set; }

    /// <summary>Whether it started beside another one.</summary>
    internal bool Hedge { get; init; }

    /// <summary>Another target's answer won.</summary>
    internal bool Lost => _lost;

    /// <summary>The attempt under way, or the last one; null before the first.</summary>
    internal AttemptScope? Scope { get; set; }

    /// <summary>How the last attempt failed.</summary>
    internal Failure Failure { get; set; }

    internal Exception? Exception { get; set; }

    internal TimeSpan? WaitingSince { get; set; }

    /// <summary>Cancels the attempts: the caller's token, and losing the race.</summary>
    internal CancellationToken Token => _cancel?.Token ?? callerToken;

    /// <summary>Makes the turn one that can lose.</summary>
    internal void BeginRace() => _cancel = CancellationTokenSource.CreateLinkedTokenSource(callerToken);

    /// <summary>Ends the turn, since another one has won. What its attempt has reserved it gives back itself when it ends.</summary>
    internal void Lose()
    {
        _lost = true;
        try
        {
            _cancel!.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the losing client's own: its attempt ends all the same.
        }
    }

    /// <summary>Lets go of the race's token. Not before the attempt has ended: it hears of the caller's cancellation through it.</summary>
    public void Dispose() => _cancel?.Dispose();
}
