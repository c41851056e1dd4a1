using Router.Emulators.Requests;

namespace Router.Emulators.Faults;

/// <summary>Which requests to come shall fail, and how. The first entry that matches is used.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _planned = [];

    /// <summary>The next request fails so; several calls queue up.</summary>
    public void Next(Fault fault, int times = 1) => When(static _ => true, fault, times);

    /// <summary>Requests that match fail so, as often as said.</summary>
    public void When(Func<RecordedRequest, bool> predicate, Fault fault, int times = int.MaxValue) =>
        Add(new PlannedFault(predicate, fault, times));

    /// <summary>Every request fails so until <see cref="Clear"/>.</summary>
    public void Always(Fault fault) => When(static _ => true, fault);

    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }

    internal void Add(PlannedFault planned)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(planned.Remaining);
        lock (_gate)
        {
            _planned.Add(planned);
        }
    }

    internal Fault? Take(RecordedRequest request)
    {
        lock (_gate)
        {
            PlannedFault? match = _planned.FirstOrDefault(planned => planned.Predicate(request));
            if (match is null)
            {
                return null;
            }

            if (match.Remaining != int.MaxValue && --match.Remaining == 0)
            {
                _planned.Remove(match);
            }

            return match.Fault;
        }
    }
}
