namespace Router.Admission;

/// <summary>
/// One request of a route. Its first granted reservation takes what counts once for the request (route, tenant, session, steps) together
/// with what counts for each attempt (provider, target, money, calls); later ones the latter alone. Thread-safe: several attempts
/// may be open at once.
/// </summary>
internal sealed class RequestAdmission(AdmissionController controller, AdmissionScopes scopes, bool isStep)
{
    private readonly Lock _gate = new();
    private AdmissionTicket? _ticket;
    private TaskCompletionSource? _firstDecided;
    private bool _deciding;
    private bool _taken;
    private bool _completed;
    private bool _settled;
    private int _open;
    private int _made;
    private long _tokens;
    private double _neurons;

    /// <summary>Takes for one attempt. Switches are read each time.</summary>
    internal ValueTask<AdmissionResult> ReserveAsync(
        string provider, string target, string? model, AdmissionAmounts estimate, CancellationToken cancellationToken)
    {
        AdmissionScopes attempt = scopes with { Provider = provider, Target = target, Model = model };
        AdmissionAmounts amounts = isStep ? estimate with { Steps = 1 } : estimate with { Steps = 0 };
        Task? first = null;
        bool withRequest = false;
        lock (_gate)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The request is complete; it makes no more attempts.");
            }

            _open++;
            if (!_taken && _deciding)
            {
                _firstDecided ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                first = _firstDecided.Task;
            }
            else if (!_taken)
            {
                withRequest = _deciding = true;
            }
        }

        if (first is not null)
        {
            return AfterAsync(first, provider, target, model, estimate, cancellationToken);
        }

        ValueTask<AdmissionResult> pending;
        try
        {
            pending = controller.ReserveAsync(attempt, amounts, this, withRequest, cancellationToken);
        }
        catch
        {
            Decided(withRequest, granted: false);
            throw;
        }

        if (!pending.IsCompletedSuccessfully)
        {
            return WaitAsync(pending, withRequest);
        }

        AdmissionResult result = pending.Result;
        Decided(withRequest, result.Granted);
        return new(result);
    }

    /// <summary>Settles what counts for the request, once its attempts are settled. Idempotent, does not wait.</summary>
    internal void Complete()
    {
        lock (_gate)
        {
            _completed = true;
        }

        SettleIfOver();
    }

    /// <summary>Is told of the ticket that holds the request's part, before anybody can settle it.</summary>
    internal void Hold(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            _ticket = ticket;
        }
    }

    internal void AttemptEnded(in AdmissionAmounts actual)
    {
        lock (_gate)
        {
            _open--;
            _made += actual.Requests > 0 ? 1 : 0;
            _tokens = Sum(_tokens, Math.Max(0, actual.Tokens));
            _neurons += Math.Max(0, actual.Neurons);
        }

        SettleIfOver();
    }

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    private async ValueTask<AdmissionResult> AfterAsync(
        Task first, string provider, string target, string? model, AdmissionAmounts estimate, CancellationToken cancellationToken)
    {
        try
        {
            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _open--;
            }

            SettleIfOver();
        }

        return await ReserveAsync(provider, target, model, estimate, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AdmissionResult> WaitAsync(ValueTask<AdmissionResult> pending, bool withRequest)
    {
        bool granted = false;
        try
        {
            AdmissionResult result = await pending.ConfigureAwait(false);
            granted = result.Granted;
            return result;
        }
        finally
        {
            Decided(withRequest, granted);
        }
    }

    private void Decided(bool withRequest, bool granted)
    {
        TaskCompletionSource? decided = null;
        lock (_gate)
        {
            _open -= granted ? 0 : 1;
            if (withRequest)
            {
                _taken = granted;
                _deciding = false;
                (decided, _firstDecided) = (_firstDecided, null);
            }
        }

        decided?.SetResult();
        if (!granted)
        {
            SettleIfOver();
        }
    }

    private void SettleIfOver()
    {
        AdmissionTicket? ticket;
        AdmissionAmounts actual;
        lock (_gate)
        {
            if (!_completed || _open > 0 || _settled || _ticket is null)
            {
                return;
            }

            _settled = true;
            ticket = _ticket;
            int requests = _made > 0 ? 1 : 0;
            actual = new AdmissionAmounts { Requests = requests, Tokens = _tokens, Neurons = _neurons, Steps = isStep ? requests : 0 };
        }

        controller.SettleRequest(ticket, actual);
    }
}
