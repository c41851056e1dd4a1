namespace Router.PostgreSql.Admission;

/// <summary>Whose turn it is to take out what has expired: after so many settlements some pages of the next table. Thread-safe.</summary>
internal sealed class Sweep
{
    internal const int Pages = 4;

    private const int Tables = 5;
    private const int SettlementsBetween = 8;

    private readonly long[] _pages = new long[Tables];
    private int _settlements;

    /// <summary>The table and the page to sweep with this settlement; null for none.</summary>
    internal (int Table, long Page)? Next()
    {
        uint number = (uint)Interlocked.Increment(ref _settlements);
        int table = (int)(number / SettlementsBetween % Tables);
        return number % SettlementsBetween == 0 ? (table, Volatile.Read(ref _pages[table])) : null;
    }

    /// <summary>Where the next sweep of a table goes on.</summary>
    internal void Advance(int table, long page) => Volatile.Write(ref _pages[table], page);
}
