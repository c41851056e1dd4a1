namespace Router.Sqlite;

/// <summary>Something to be done within a transaction of the writer.</summary>
internal abstract class SqliteWork<TSession>
{
    private int _settled;

    /// <summary>Whether it must outlast a loss of power, and not only the end of the process.</summary>
    internal bool Durable { get; init; }

    /// <summary>Whoever is first decides: the writer that takes it, or the caller that cancels it.</summary>
    internal bool TryTake() => Interlocked.Exchange(ref _settled, 1) == 0;

    internal abstract void Run(TSession session);

    internal abstract void Complete();

    internal abstract void Fail(Exception exception);
}
