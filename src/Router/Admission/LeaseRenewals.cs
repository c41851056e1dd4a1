namespace Router.Admission;

/// <summary>
/// Renews the reservations of calls that last, by one timer for all, at a third of their expiry. What nobody holds any more is let go
/// and expires. Thread-safe.
/// </summary>
internal sealed class LeaseRenewals : IDisposable
{
    // One by one, thousands of calls at a store some milliseconds away would not be through before the first of them expire.
    private const int AtOnce = 16;

    private readonly Lock _gate = new();
    private readonly TimeSpan _expiry;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private AdmissionTicket? _first;
    private AdmissionTicket? _last;
    private bool _ticks;
    private bool _renewing;

    internal LeaseRenewals(TimeSpan expiry, TimeProvider timeProvider)
    {
        _expiry = expiry;
        _period = expiry / 3;
        _timer = timeProvider.CreateTimer(static state => ((LeaseRenewals)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Renews a ticket from now on, as long as somebody holds its owner.</summary>
    internal void Add(AdmissionTicket ticket, object owner)
    {
        ticket.Owner = owner;
        bool start;
        lock (_gate)
        {
            ticket.IsRenewed = true;
            ticket.Earlier = _last;
            _ = _last is null ? _first = ticket : _last.Later = ticket;
            _last = ticket;
            start = !_ticks;
            _ticks = true;
        }

        if (start)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    internal void Remove(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.IsRenewed)
            {
                Unlink(ticket);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        List<AdmissionTicket> due = [];
        bool again;
        bool renew;
        lock (_gate)
        {
            for (AdmissionTicket? ticket = _first; ticket is not null;)
            {
                AdmissionTicket? later = ticket.Later;
                Look(ticket, due);
                ticket = later;
            }

            again = _ticks = _first is not null;
            renew = due.Count > 0 && !_renewing;
            _renewing |= renew;
        }

        if (again)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }

        if (renew)
        {
            _ = RenewAsync(due);
        }
    }

    // The first tick finds a ticket younger than a third of its expiry, and only loosens the hold on its owner.
    private void Look(AdmissionTicket ticket, List<AdmissionTicket> due)
    {
        if (ticket.Owner is not WeakReference weak)
        {
            ticket.Owner = new WeakReference(ticket.Owner);
        }
        else if (weak.IsAlive)
        {
            due.Add(ticket);
        }
        else
        {
            Unlink(ticket);
        }
    }

    private async Task RenewAsync(List<AdmissionTicket> due)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, due.Count)).Select(_ => RenewNextAsync())).ConfigureAwait(false);
        lock (_gate)
        {
            _renewing = false;
        }

        async Task RenewNextAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < due.Count; index = Interlocked.Increment(ref next))
            {
                await due[index].Backend.RenewAsync(due[index].Id, _expiry, due[index].IsLocal).ConfigureAwait(false);
            }
        }
    }

    private void Unlink(AdmissionTicket ticket)
    {
        _ = ticket.Earlier is { } earlier ? earlier.Later = ticket.Later : _first = ticket.Later;
        _ = ticket.Later is { } later ? later.Earlier = ticket.Earlier : _last = ticket.Earlier;
        ticket.Earlier = null;
        ticket.Later = null;
        ticket.Owner = null;
        ticket.IsRenewed = false;
    }
}
