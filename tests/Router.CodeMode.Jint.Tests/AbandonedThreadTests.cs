using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Jint.Tests;

public sealed class AbandonedThreadTests
{
    // One product of numbers of this size takes seconds, in which nothing can halt it, and then comes to an end.
    private const string Uninterruptible = "let b = 3n; for (let i = 0; i < 26; i++) b *= b; return 1";

    [Fact]
    public async Task A_builtin_that_does_not_halt_ends_the_run_in_time_and_leaves_its_thread_until_it_returns()
    {
        await using JintEngine engine = new(new JintEngineOptions
        {
            AllowBigInt = true,
            AllocationFactor = 1_000,
            MaxAbandonedThreads = 0,
            HaltGrace = TimeSpan.FromMilliseconds(50),
        });

        Driven run = await engine.RunAsync(Sample.Start(Uninterruptible), cpu: TimeSpan.FromSeconds(1)).WaitAsync(Driver.Patience);

        run.Failure.Kind.Should().Be(CodeErrorKind.Timeout);
        if (engine.AbandonedThreads > 0)
        {
            Func<Task> next = () => engine.RunAsync("return 1");
            (await next.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*MaxAbandonedThreads*");
        }
    }
}
