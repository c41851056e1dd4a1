namespace Router.Providers.Tests.Integration;

/// <summary>The system's clock, on which short waits, such as those between two tries or polls, are over at once and long ones never end.</summary>
internal sealed class HurriedTimeProvider : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HurriedTimer(System.CreateTimer(callback, state, Hurry(dueTime), Timeout.InfiniteTimeSpan));

    private static TimeSpan Hurry(TimeSpan due) => due >= TimeSpan.Zero && due <= Short ? TimeSpan.Zero : Timeout.InfiniteTimeSpan;

    private sealed class HurriedTimer(ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Hurry(dueTime), Timeout.InfiniteTimeSpan);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
