namespace Router.Sqlite;

/// <summary>A store's prepared statements on the writer's connection. Used by one thread, within the writer's transactions.</summary>
internal abstract class SqliteSession : IDisposable
{
    /// <summary>Whether another process wrote since the last transaction of this one.</summary>
    internal abstract bool OthersWrote { get; }

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>A transaction has begun: the file is this connection's.</summary>
    internal abstract void Begin();

    /// <summary>The transaction is about to be committed, with so many pieces of work in it.</summary>
    internal abstract void End(int works);
}
