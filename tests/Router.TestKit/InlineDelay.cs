namespace Router.TestKit;

/// <summary>
/// A wait that ends where it is ended: what follows it, or its cancellation, runs before <see cref="ManualTimeProvider.Advance"/> or
/// <c>Cancel</c> returns. (The cancellation of <c>Task.Delay</c> goes on on another thread, which a test would have to wait for.)
/// </summary>
internal static class InlineDelay
{
    internal static async Task WaitAsync(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        TaskCompletionSource ended = new();
        ITimer timer = timeProvider.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), ended, time, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), ended);
            await ended.Task.ConfigureAwait(false);
        }
    }
}
