namespace Router.Sqlite.Admission;

/// <summary>One rate by GCRA, in nanoseconds.</summary>
/// <param name="Arrival">The theoretical arrival time.</param>
/// <param name="Back">What settlements have moved it back, as far as marks that are still open must know of it.</param>
internal readonly record struct RateState(long Arrival, long Back)
{
    /// <summary>
    /// The state at a time: an arrival time that is past is now. What settlements moved back shrinks by as much, so that no mark
    /// given so far reaches beyond now.
    /// </summary>
    internal RateState At(StoreTime now) =>
        Arrival >= now.Nanoseconds ? this : new(now.Nanoseconds, Math.Max(0, Back - (now.Nanoseconds - Arrival)));

    /// <summary>The state after a taking, or after more came out than was taken.</summary>
    internal RateState Ahead(long amount) => this with { Arrival = Saturating.Add(Arrival, amount) };

    /// <summary>What a mark tells of a taking that led here.</summary>
    internal long Position => Saturating.Add(Arrival, Back);

    /// <summary>
    /// The state after less came out than was taken. What time has given back already is not given back again: only what of the
    /// taking still lies ahead, now that settlements have moved everything behind it.
    /// </summary>
    internal RateState Return(long amount, long position, StoreTime now)
    {
        long ahead = Math.Max(0, position - Back - now.Nanoseconds);
        long back = Math.Min(Math.Min(amount, ahead), Arrival - now.Nanoseconds);
        return new(Arrival - back, Saturating.Add(Back, back));
    }
}
