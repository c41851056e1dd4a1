namespace Router.PostgreSql.Admission;

/// <summary>Whose turn it is to take out what has expired: after so many decisions some pages of the next table. Thread-safe.</summary>
internal sealed class Sweep
{
    // Some hundred rows: more than the decisions between two turns of a table can leave behind.
    internal const int Pages = 8;

    private const int Tables = 5;
    private const int DecisionsBetween = 16;

    private readonly Lock _gate = new();
    private readonly long[] _pages = new long[Tables];
    private int _decisions;
    private int _table;

    /// <summary>The table and the page to sweep with so many decisions more; null for none.</summary>
    internal (int Table, long Page)? Next(int decisions)
    {
        lock (_gate)
        {
            _decisions += decisions;
            if (_decisions < DecisionsBetween)
            {
                return null;
            }

            _decisions = 0;
            _table = (_table + 1) % Tables;
            return (_table, _pages[_table]);
        }
    }

    /// <summary>Where the next sweep of a table goes on.</summary>
    internal void Advance(int table, long page)
    {
        lock (_gate)
        {
            _pages[table] = page;
        }
    }
}
