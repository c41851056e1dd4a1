namespace Router.Sqlite;

/// <summary>Work that has a result.</summary>
internal sealed class SqliteTask<TSession, T>(Func<TSession, T> run) : SqliteWork<TSession>
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>The result, once it is committed.</summary>
    internal async ValueTask<T> WaitAsync(CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(Cancel, this).ConfigureAwait(false))
        {
            return await _done.Task.ConfigureAwait(false);
        }
    }

    internal override void Run(TSession session) => _result = run(session);

    internal override void Complete() => _done.TrySetResult(_result);

    internal override void Fail(Exception exception) => _done.TrySetException(exception);

    // What the writer has taken is decided: its result is told, however late it is.
    private static void Cancel(object? state, CancellationToken cancellationToken)
    {
        SqliteTask<TSession, T> work = (SqliteTask<TSession, T>)state!;
        if (work.TryTake())
        {
            work._done.TrySetCanceled(cancellationToken);
        }
    }
}
