using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Routing.Mirroring;
using Router.TestKit;

namespace Router.Tests.Routing.Mirroring;

public sealed class MirrorHostTests
{
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_routers_end_cancels_what_runs_and_starts_no_more(bool streaming)
    {
        ScriptedChatClient mirror = new(_clock, ScriptedTurn.Hang());
        MirrorBench bench = new(new ScriptedChatClient(_clock), mirror, clock: _clock);
        await bench.AskAsync(streaming);
        await MirrorBench.UntilAsync(() => mirror.Calls.Count == 1);

        await bench.Host.DisposeAsync();
        bench.Host.Running.Should().Be(0);
        mirror.Calls[0].Cancelled.Should().BeTrue();
        (await bench.AskAsync(streaming)).Text.Should().Be("ok");
        mirror.Calls.Should().HaveCount(1);
        bench.Host.Running.Should().Be(0);
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_a_client_that_ignores_it_longer_than_it_says()
    {
        TaskCompletionSource<ChatResponse> never = new();
        MirrorBench bench = new(new ScriptedChatClient(_clock), new LambdaChatClient { Respond = (_, _, _) => never.Task }, clock: _clock);
        await bench.AskAsync(streaming: false);
        await MirrorBench.UntilAsync(() => bench.Mirrored.Count == 1);

        Task disposal = bench.Host.DisposeAsync().AsTask();
        _clock.Advance(MirrorHost.Patience - TimeSpan.FromSeconds(1));
        disposal.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(2));
        await disposal;
        bench.Primary.Log.Entries.Should().Contain(entry => entry.Id.Id == 1084);
        never.SetResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "late")));
        await bench.EndedAsync();
    }

    [Fact]
    public async Task Disposal_is_quiet_twice_and_with_nothing_to_end()
    {
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient());
        bench.Host.Dispose();
        bench.Host.Dispose();
        await bench.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_throws_when_cancelled_does_not_break_the_disposal()
    {
        TaskCompletionSource<ChatResponse> never = new();
        LambdaChatClient broken = new()
        {
            Respond = (_, _, token) =>
            {
                token.Register(() => throw new InvalidOperationException("broken"));
                return never.Task;
            },
        };
        MirrorBench bench = new(new ScriptedChatClient(), broken);
        await bench.AskAsync(streaming: false);
        await MirrorBench.UntilAsync(() => bench.Mirrored.Count == 1);
        bench.Host.Invoking(host => host.Dispose()).Should().NotThrow();
        never.SetCanceled();
        await bench.EndedAsync();
    }

    [Fact]
    public async Task A_reload_does_not_forget_what_runs()
    {
        ScriptedChatClient mirror = new(_clock, ScriptedTurn.Hang());
        MirrorConfig config = new() { Route = "shadow", Concurrency = 1 };
        MirrorBench bench = new(new ScriptedChatClient(_clock), mirror, config, clock: _clock);
        await bench.AskAsync(streaming: false);
        bench.Primary.Route.Mirror = bench.Host.For("ROUTE", config, bench.Mirror.Chat);
        await bench.AskAsync(streaming: false);
        bench.Host.Running.Should().Be(1);
        await bench.Host.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_load_no_more_run_than_may_and_nothing_is_left(int seed)
    {
        const int Limit = 3;
        int running = 0;
        int most = 0;
        LambdaChatClient mirror = new()
        {
            Respond = async (_, _, _) =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return now % 2 == 0 ? throw new InvalidOperationException("broken") : new ChatResponse(new ChatMessage(ChatRole.Assistant, "hi"));
            },
        };
        MirrorBench bench = new(
            new ScriptedChatClient(), mirror, new MirrorConfig { Route = "shadow", Share = 0.7, Concurrency = Limit }, Router.Routing.SeededRandom.Create(seed));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int request = 0; request < 250; request++)
            {
                (await bench.AskAsync(streaming: false)).Text.Should().Be("ok");
            }
        })));
        await MirrorBench.UntilAsync(() => bench.Host.Running == 0);
        running.Should().Be(0);
        most.Should().BeInRange(1, Limit);
        await bench.Host.DisposeAsync();
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (seen < value)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
