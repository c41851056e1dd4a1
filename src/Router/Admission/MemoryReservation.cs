namespace Router.Admission;

/// <summary>A reservation of <see cref="MemoryAdmissionStore"/> that is neither settled nor expired; a link of the list by expiry.</summary>
internal sealed class MemoryReservation(AdmissionRequest request, AdmissionClaim[] claims, AdmissionMark[] marks, MemoryCounter?[] counters)
{
    internal string Id => request.Id;

    internal AdmissionClaim[] Claims { get; } = claims;

    internal AdmissionMark[] Marks { get; } = marks;

    /// <summary>The counter of each claim; null once the claim is settled, and for switches.</summary>
    internal MemoryCounter?[] Counters { get; } = counters;

    /// <summary>Nanoseconds of the store's clock.</summary>
    internal long Expires { get; set; }

    internal MemoryReservation? Earlier { get; set; }

    internal MemoryReservation? Later { get; set; }

    internal bool IsOver
    {
        get
        {
            foreach (MemoryCounter? counter in Counters)
            {
                if (counter is not null)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The index of an unsettled claim; -1 where there is none of this key.</summary>
    internal int Find(string key)
    {
        for (int index = 0; index < Claims.Length; index++)
        {
            if (Counters[index] is not null && Claims[index].Key == key)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Gives the place or the hold of a claim back.</summary>
    internal void Release(int index)
    {
        switch (Counters[index])
        {
            case MemoryPlaces places:
                places.Return();
                break;
            case MemoryQuota quota:
                quota.Release(Marks[index].Position, Claims[index].Amount);
                break;
            default:
                break;
        }

        Counters[index] = null;
    }
}
