using System.Diagnostics.CodeAnalysis;

namespace Router.Admission;

/// <summary>
/// The open reservations by id and by expiry. Expiries mostly come in order, so that a list kept in order from its end costs nothing to
/// speak of, and looking for the expired is a look at its head.
/// </summary>
internal sealed class MemoryReservations
{
    private readonly Dictionary<string, MemoryReservation> _byId = [];
    private MemoryReservation? _first;
    private MemoryReservation? _last;

    internal int Count => _byId.Count;

    internal bool TryGet(string id, [NotNullWhen(true)] out MemoryReservation? reservation) => _byId.TryGetValue(id, out reservation);

    internal void Add(MemoryReservation reservation)
    {
        _byId.Add(reservation.Id, reservation);
        Link(reservation);
    }

    internal void Remove(MemoryReservation reservation)
    {
        _byId.Remove(reservation.Id);
        Unlink(reservation);
    }

    internal void Renew(MemoryReservation reservation, long expires)
    {
        Unlink(reservation);
        reservation.Expires = expires;
        Link(reservation);
    }

    /// <summary>Ends what has expired.</summary>
    internal void Expire(long now)
    {
        while (_first is { } first && first.Expires <= now)
        {
            for (int index = 0; index < first.Counters.Length; index++)
            {
                first.Release(index);
            }

            Remove(first);
        }
    }

    private void Link(MemoryReservation reservation)
    {
        MemoryReservation? earlier = _last;
        while (earlier is not null && earlier.Expires > reservation.Expires)
        {
            earlier = earlier.Earlier;
        }

        MemoryReservation? later = earlier is null ? _first : earlier.Later;
        reservation.Earlier = earlier;
        reservation.Later = later;
        _ = earlier is null ? _first = reservation : earlier.Later = reservation;
        _ = later is null ? _last = reservation : later.Earlier = reservation;
    }

    private void Unlink(MemoryReservation reservation)
    {
        _ = reservation.Earlier is { } earlier ? earlier.Later = reservation.Later : _first = reservation.Later;
        _ = reservation.Later is { } later ? later.Earlier = reservation.Earlier : _last = reservation.Earlier;
        reservation.Earlier = null;
        reservation.Later = null;
    }
}
