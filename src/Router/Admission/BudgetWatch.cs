using System.Collections.Concurrent;
using Router.Resilience;

namespace Router.Admission;

/// <summary>
/// Looks at what decisions tell of budgets: raises each crossing once in each window, and remembers which budgets are past their soft share.
/// Thread-safe.
/// </summary>
internal sealed class BudgetWatch(Action<BudgetEvent> raise, MonotonicClock clock)
{
    private const int Remembered = 65_536;

    private readonly ConcurrentDictionary<string, Crossing> _crossings = new();

    /// <summary>Looks at a claim that was granted.</summary>
    internal void Granted(AdmissionLimit limit, AdmissionMark mark)
    {
        if (limit.Unit != AdmissionUnit.MicroDollar)
        {
            return;
        }

        BudgetConfig budget = limit.Budget!;
        long threshold = limit.IsAlarm
            ? (long)decimal.Ceiling(AdmissionLimit.MicroDollars(budget.Alarm!.Amount))
            : (long)decimal.Ceiling(limit.Limit * (decimal)budget.SoftShare);
        Look(limit, mark, threshold, limit.IsAlarm ? BudgetEventKind.SpendAlarm : BudgetEventKind.SoftShare);
    }

    /// <summary>Looks at a claim of a budget that was refused.</summary>
    internal void Refused(AdmissionLimit limit, long amount, long standing)
    {
        if (amount > limit.Limit && standing < limit.Limit)
        {
            // One call that no window would let through says nothing of what is left for others.
            return;
        }

        Crossing crossing = At(limit);
        bool first;
        lock (crossing)
        {
            TimeSpan now = clock.Now;
            first = now >= crossing.ExhaustedUntil;
            if (first)
            {
                crossing.ExhaustedUntil = TimeSpans.Add(now, limit.Window.Kind == QuotaWindowKind.Rolling ? limit.Window.Period : Rest(limit));
            }

            crossing.SoftUntil = crossing.SoftUntil > now ? crossing.SoftUntil : TimeSpans.Add(now, Known(limit));
        }

        if (first)
        {
            raise(new BudgetEvent(limit.Name, limit.Scope, limit.Value, BudgetEventKind.Exhausted, standing, limit.Limit));
        }
    }

    /// <summary>Whether the budget was past its soft share when it was last looked at, in a window that still runs.</summary>
    internal bool IsSoft(AdmissionLimit limit)
    {
        if (!_crossings.TryGetValue(limit.Key, out Crossing? crossing))
        {
            return false;
        }

        lock (crossing)
        {
            return clock.Now < crossing.SoftUntil;
        }
    }

    private void Look(AdmissionLimit limit, AdmissionMark mark, long threshold, BudgetEventKind kind)
    {
        bool above = mark.Standing >= threshold;
        if (!above && !_crossings.ContainsKey(limit.Key))
        {
            return;
        }

        Crossing crossing = At(limit);
        bool crossed;
        lock (crossing)
        {
            // Within a day or a month a crossing is told once, though holds come and go; a rolling window can be crossed again.
            bool again = limit.Window.Kind == QuotaWindowKind.Rolling ? !crossing.Above : !crossing.Above || crossing.Slot != mark.Position;
            crossed = above && again;
            if (above)
            {
                (crossing.Above, crossing.Slot) = (true, mark.Position);
            }
            else if (limit.Window.Kind == QuotaWindowKind.Rolling || crossing.Slot != mark.Position)
            {
                crossing.Above = false;
            }

            crossing.SoftUntil = above ? TimeSpans.Add(clock.Now, Known(limit)) : TimeSpan.Zero;
        }

        if (crossed)
        {
            raise(new BudgetEvent(limit.Name, limit.Scope, limit.Value, kind, mark.Standing, limit.IsAlarm ? threshold : limit.Limit));
        }
    }

    private Crossing At(AdmissionLimit limit)
    {
        if (_crossings.TryGetValue(limit.Key, out Crossing? known))
        {
            return known;
        }

        if (_crossings.Count >= Remembered)
        {
            _crossings.Clear();
        }

        return _crossings.GetOrAdd(limit.Key, static _ => new Crossing());
    }

    // How long a window still runs.
    private TimeSpan Rest(AdmissionLimit limit)
    {
        if (limit.Window.Kind == QuotaWindowKind.Forever)
        {
            return TimeSpan.MaxValue;
        }

        long utc = QuotaSlots.Micros(clock.TimeProvider.GetUtcNow().UtcDateTime);
        return TimeSpan.FromMicroseconds(QuotaSlots.At(limit.Window, utc).End - utc);
    }

    // How long what was seen holds true: until the window ends, or for a rolling one until it moves on by a slot.
    private TimeSpan Known(AdmissionLimit limit)
    {
        TimeSpan rest = Rest(limit);
        return rest > TimeSpan.FromSeconds(1) ? rest : TimeSpan.FromSeconds(1);
    }

    private sealed class Crossing
    {
        internal bool Above { get; set; }

        internal long Slot { get; set; }

        internal TimeSpan SoftUntil { get; set; }

        internal TimeSpan ExhaustedUntil { get; set; }
    }
}
