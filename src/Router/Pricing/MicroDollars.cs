namespace Router.Pricing;

/// <summary>Money as the whole millionths of a US dollar that budgets count in.</summary>
internal static class MicroDollars
{
    private const decimal ToTheDollar = 1_000_000m;
    private const decimal Highest = long.MaxValue / ToTheDollar;
    private const decimal Lowest = long.MinValue / ToTheDollar;

    /// <summary>
    /// The least number of micro-dollars that is no less than an amount: what holds it, and what is spent of it, are never too little.
    /// Beyond what a number of 64 bits holds, the greatest or least such number.
    /// </summary>
    internal static long CeilingOf(decimal dollars) =>
        dollars >= Highest ? long.MaxValue
        : dollars <= Lowest ? long.MinValue
        : (long)decimal.Ceiling(dollars * ToTheDollar);

    /// <summary>The amount in US dollars, exactly.</summary>
    internal static decimal ToDollars(long microDollars) => microDollars / ToTheDollar;
}
