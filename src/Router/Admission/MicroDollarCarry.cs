namespace Router.Admission;

/// <summary>
/// Carries the fractions of micro-dollars from call to call, for each counter by itself: what is booked in all is the exact sum, rounded
/// down once. Thread-safe.
/// </summary>
internal sealed class MicroDollarCarry
{
    // A fraction that is forgotten is worth less than a micro-dollar; counters of sessions come without end.
    private const int Remembered = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, decimal> _fractions = [];

    /// <summary>The whole micro-dollars to book for a cost in dollars.</summary>
    internal long Book(string key, decimal dollars)
    {
        decimal exact = AdmissionLimit.MicroDollars(dollars);
        lock (_gate)
        {
            decimal total = exact + _fractions.GetValueOrDefault(key);
            decimal whole = decimal.Floor(total);
            if (total == whole)
            {
                _fractions.Remove(key);
            }
            else
            {
                if (_fractions.Count >= Remembered)
                {
                    _fractions.Clear();
                }

                _fractions[key] = total - whole;
            }

            return whole >= long.MaxValue ? long.MaxValue : (long)whole;
        }
    }
}
