using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>
/// Runs work on a manual clock: whenever the work waits, the clock jumps to the next timer. Work that waits without any timer is a
/// hang, and fails. What a timer sets off has mostly run when it returns; what goes on in the thread pool is let go first.
/// </summary>
internal static class Pump
{
    private const int RoundsToSettle = 100;

    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(30);

    internal static Task<T> RunAsync<T>(ManualTimeProvider clock, Func<Task<T>> work) => Task.Run(async () =>
    {
        Task<T> task = work();
        while (!task.IsCompleted)
        {
            for (int round = 0; round < RoundsToSettle && !task.IsCompleted; round++)
            {
                await Task.Yield();
            }

            if (!task.IsCompleted && !clock.TryAdvanceToNextTimer())
            {
                // Only a wait that was cancelled goes on elsewhere; then there is nothing to move the clock for meanwhile.
                await Task.WhenAny(task, clock.WhenTimersAsync(1)).WaitAsync(HangAfter).ConfigureAwait(false);
            }
        }

        return await task.ConfigureAwait(false);
    });

    internal static Task RunAsync(ManualTimeProvider clock, Func<Task> work) => RunAsync(clock, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
