using System.Threading.RateLimiting;

namespace Router.Admission;

/// <summary>
/// What a reservation took. Call <see cref="Settle"/> or <see cref="Cancel"/> once the outcome is known; the first call decides and
/// later ones change nothing. Neither waits. Thread-safe. A lease that is forgotten expires.
/// </summary>
public sealed class AdmissionLease
{
    private readonly AdmissionController _controller;
    private readonly AdmissionTicket _ticket;
    private readonly RequestAdmission? _request;
    private int _ended;

    internal AdmissionLease(AdmissionController controller, AdmissionTicket ticket, RequestAdmission? request)
    {
        _controller = controller;
        _ticket = ticket;
        _request = request;
    }

    internal LearnedLimits? Learned { get; init; }

    internal LearnedTaking Taking { get; init; }

    /// <summary>What the application's own limiters gave.</summary>
    internal RateLimitLease? First { get; init; }

    internal RateLimitLease? Second { get; init; }

    /// <summary>Ends it at what the call really took.</summary>
    /// <param name="actual">
    /// What it took. <see cref="AdmissionAmounts.Requests"/> of 0 tells that no request was made; a cost of null, that it is not
    /// known, which leaves what was held for it booked.
    /// </param>
    public void Settle(AdmissionAmounts actual)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _ticket.SettleAttempt(actual, _controller.Carry);
        if (_request is null)
        {
            _ticket.SettleRequest(actual, _controller.Carry);
        }

        Learned?.Settle(Taking, actual.Requests, actual.Tokens);
        _controller.Ended(_ticket);
        _request?.AttemptEnded(actual);
        Limiters.Release(First);
        Limiters.Release(Second);
        _controller.Signal();
    }

    /// <summary>Ends it and gives everything back: no request was made.</summary>
    public void Cancel() => Settle(new AdmissionAmounts { Cost = 0 });
}
