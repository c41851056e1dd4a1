namespace Router.Admission;

/// <summary>A sum within a window, in slots of what is spent and what is held. Sums are wider than amounts, so that none overflows.</summary>
internal sealed class MemoryQuota : MemoryCounter
{
    private readonly List<Slot> _slots = new(1);
    private QuotaWindow _window;
    private long _windowStart;
    private long _slotStart;
    private long _slotEnd;
    private Int128 _total;

    internal static long Standing(MemoryQuota? quota) => quota is null ? 0 : Clamp(quota._total);

    /// <summary>Nanoseconds until an amount fits; 0 where it fits now, <see cref="MemoryAdmissionStore.Never"/> where no time mends it.</summary>
    internal static long Wait(MemoryQuota? quota, QuotaWindow window, long utc, long amount, long limit)
    {
        quota?.Turn(window, utc);
        if (limit == long.MaxValue || (quota?._total ?? 0) + amount <= limit)
        {
            return 0;
        }

        if (quota is null || amount > limit || window.Kind == QuotaWindowKind.Forever)
        {
            return MemoryAdmissionStore.Never;
        }

        return Math.Max(1, quota.Mends(window, amount, limit) - utc) * 1000;
    }

    internal AdmissionMark Take(QuotaWindow window, long utc, long amount)
    {
        Turn(window, utc);
        SlotAt(_slotStart).Held += amount;
        _total += amount;
        return new AdmissionMark(_slotStart, Clamp(_total));
    }

    /// <summary>Lets a hold go; one whose slot has left the window counts for nothing already.</summary>
    internal void Release(long slotStart, long amount)
    {
        int index = Find(slotStart);
        if (index >= 0)
        {
            _slots[index].Held -= amount;
            _total -= amount;
        }
    }

    internal void Book(QuotaWindow window, long utc, long slotStart, long amount)
    {
        Turn(window, utc);
        if (slotStart >= _windowStart && amount > 0)
        {
            SlotAt(slotStart).Spent += amount;
            _total += amount;
        }
    }

    internal QuotaStanding Read(QuotaWindow window, long utc)
    {
        Turn(window, utc);
        Int128 spent = 0;
        foreach (Slot slot in _slots)
        {
            spent += slot.Spent;
        }

        return new QuotaStanding(Clamp(spent), Clamp(_total - spent));
    }

    internal override bool IsIdle(long now, long utc)
    {
        Turn(_window, utc);
        return _total == 0;
    }

    private static long Clamp(Int128 value) => value > long.MaxValue ? long.MaxValue : (long)value;

    private long Mends(QuotaWindow window, long amount, long limit)
    {
        if (window.Kind != QuotaWindowKind.Rolling)
        {
            return _slotEnd;
        }

        Int128 left = _total;
        foreach (Slot slot in _slots)
        {
            left -= slot.Spent + slot.Held;
            if (left + amount <= limit)
            {
                return QuotaSlots.Leaves(window, slot.Start);
            }
        }

        return _slotEnd;
    }

    private void Turn(QuotaWindow window, long utc)
    {
        if (window == _window && utc >= _slotStart && utc < _slotEnd)
        {
            return;
        }

        _window = window;
        (_windowStart, _slotStart, _slotEnd) = QuotaSlots.At(window, utc);
        int gone = 0;
        while (gone < _slots.Count && _slots[gone].Start < _windowStart)
        {
            _total -= _slots[gone].Spent + _slots[gone].Held;
            gone++;
        }

        _slots.RemoveRange(0, gone);
    }

    private Slot SlotAt(long start)
    {
        int index = Find(start);
        if (index < 0)
        {
            index = ~index;
            _slots.Insert(index, new Slot(start));
        }

        return _slots[index];
    }

    // As a binary search answers; from the end, where nearly all is asked for.
    private int Find(long start)
    {
        int index = _slots.Count - 1;
        while (index >= 0 && _slots[index].Start > start)
        {
            index--;
        }

        return index >= 0 && _slots[index].Start == start ? index : ~(index + 1);
    }

    private sealed class Slot(long start)
    {
        internal long Start { get; } = start;

        internal Int128 Spent { get; set; }

        internal Int128 Held { get; set; }
    }
}
