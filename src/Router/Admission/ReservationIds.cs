namespace Router.Admission;

/// <summary>Ids that no other process makes: 96 random bits, then a number. Thread-safe.</summary>
internal sealed class ReservationIds
{
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..24];
    private long _last;

    internal string Next() => string.Create(
        40,
        (Prefix: _prefix, Number: Interlocked.Increment(ref _last)),
        static (span, state) =>
        {
            state.Prefix.CopyTo(span);
            state.Number.TryFormat(span[24..], out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
        });
}
