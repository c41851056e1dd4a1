namespace Router.Admission;

/// <summary>
/// How many leases are in force. The leases themselves stand in the reservations, each of which gives its place back exactly once: when
/// it is settled or when it expires.
/// </summary>
internal sealed class MemoryPlaces : MemoryCounter
{
    internal int Taken { get; private set; }

    internal AdmissionMark Take() => new(0, ++Taken);

    internal void Return() => Taken--;

    internal override bool IsIdle(long now, long utc) => Taken == 0;
}
