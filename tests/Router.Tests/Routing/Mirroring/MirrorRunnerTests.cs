using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing.Mirroring;

/// <summary>Whatever a mirror does, the caller's request is as it would be without one.</summary>
public sealed class MirrorRunnerTests
{
    private static readonly InvalidOperationException Down = new("down");

    public static TheoryData<bool> Both => [false, true];

    public static TheoryData<bool, string> Faults
    {
        get
        {
            TheoryData<bool, string> faults = [];
            foreach (string fault in Mirrors.Keys)
            {
                faults.Add(false, fault);
                faults.Add(true, fault);
            }

            return faults;
        }
    }

    private static Dictionary<string, Func<ManualTimeProvider, IChatClient>> Mirrors { get; } = new()
    {
        ["answers"] = clock => new ScriptedChatClient(clock, ScriptedTurn.Text("hi")),
        ["fails"] = clock => new ScriptedChatClient(clock, ScriptedTurn.Fail(Down)),
        ["is cut"] = clock => new ScriptedChatClient(clock, ScriptedTurn.Cut("h", Down)),
        ["hangs"] = clock => new ScriptedChatClient(clock, ScriptedTurn.Hang()),
        ["is slow"] = clock => new ScriptedChatClient(clock, ScriptedTurn.Text("h", "i") with { Delay = TimeSpan.FromSeconds(9), Gap = TimeSpan.FromSeconds(9) }),
        ["throws at once"] = _ => new LambdaChatClient(),
        ["answers null"] = _ => new LambdaChatClient { Respond = (_, _, _) => Task.FromResult<ChatResponse>(null!), Stream = (_, _, _) => null! },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_caller_gets_the_same_answer_at_the_same_time_whatever_the_mirror_does(bool streaming, string fault)
    {
        ManualTimeProvider clock = new();
        MirrorBench bench = new(new ScriptedChatClient(clock, ScriptedTurn.Text("o", "k")), Mirrors[fault](clock), clock: clock);
        DateTimeOffset before = clock.GetUtcNow();

        ChatResponse response = await bench.AskAsync(streaming);

        response.Text.Should().Be("ok");
        response.GetRouteReport()!.Attempts.Should().HaveCount(1);
        clock.GetUtcNow().Should().Be(before, "nobody waited");
        await EndAsync(bench);
        bench.Mirrored.Should().HaveCount(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_mirror_is_asked_the_same_in_the_same_way(bool streaming)
    {
        ScriptedChatClient mirror = new(ScriptedTurn.Text("hi"));
        MirrorBench bench = new(new ScriptedChatClient(ScriptedTurn.Text("ok")), mirror);
        await bench.AskAsync(streaming, new ChatOptions { Temperature = 0.3f });
        await bench.EndedAsync();
        mirror.Calls.Should().ContainSingle();
        mirror.Calls[0].Streaming.Should().Be(streaming);
        mirror.Calls[0].Messages.Single().Text.Should().Be("hello");
        mirror.Calls[0].Options!.Temperature.Should().Be(0.3f);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_blocked_mirror_delays_nobody(bool streaming)
    {
        using ManualResetEventSlim release = new();
        ScriptedTurn blocked = ScriptedTurn.Text("hi") with { OnCall = release.Wait };
        MirrorBench bench = new(new ScriptedChatClient(ScriptedTurn.Text("ok")), new ScriptedChatClient(blocked));
        (await bench.AskAsync(streaming)).Text.Should().Be("ok");
        release.Set();
        await bench.EndedAsync();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_callers_cancellation_is_not_the_mirrors(bool streaming)
    {
        ManualTimeProvider clock = new();
        ScriptedChatClient mirror = new(clock, ScriptedTurn.Text("hi") with { Delay = TimeSpan.FromSeconds(1) });
        MirrorBench bench = new(new ScriptedChatClient(clock, ScriptedTurn.Hang()), mirror, clock: clock);
        using CancellationTokenSource cancel = new();
        Task<ChatResponse> request = bench.AskAsync(streaming, token: cancel.Token);
        await MirrorBench.UntilAsync(() => mirror.Calls.Count == 1);
        await cancel.CancelAsync();
        await request.Invoking(asked => asked).Should().ThrowAsync<OperationCanceledException>();

        // The route's own timer, and the mirror's answer that is on its way.
        await clock.WhenTimersAsync(2);
        clock.Advance(TimeSpan.FromSeconds(1));
        await bench.EndedAsync();
        mirror.Calls[0].Ended.Should().BeTrue();
        mirror.Calls[0].Cancelled.Should().BeFalse();
    }

    [Fact]
    public async Task A_caller_who_has_left_already_is_not_mirrored()
    {
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient());
        await bench.Awaiting(asked => asked.AskAsync(false, token: new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        bench.Host.Running.Should().Be(0);
        bench.Mirrored.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hanging_mirror_ends_by_its_own_routes_timer()
    {
        ManualTimeProvider clock = new();
        ScriptedChatClient mirror = new(clock, ScriptedTurn.Hang());
        RouteConfig route = new() { Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(7) } };
        MirrorBench bench = new(new ScriptedChatClient(clock), mirror, mirrorRoute: route, clock: clock);
        await bench.AskAsync(streaming: false);
        await clock.WhenTimersAsync(1);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        bench.Host.Running.Should().Be(1);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await bench.EndedAsync();
        mirror.Calls[0].Cancelled.Should().BeTrue();
    }

    [Fact]
    public async Task No_more_run_than_may_and_the_others_are_left_out()
    {
        ManualTimeProvider clock = new();
        ScriptedChatClient mirror = new(clock, ScriptedTurn.Text("hi") with { Delay = TimeSpan.FromSeconds(1) });
        MirrorBench bench = new(new ScriptedChatClient(clock), mirror, new MirrorConfig { Route = "shadow", Concurrency = 2 }, clock: clock);
        for (int request = 0; request < 5; request++)
        {
            (await bench.AskAsync(streaming: request % 2 == 0)).Text.Should().Be("ok");
        }

        bench.Host.Running.Should().Be(2);
        await EndAsync(bench, count: 2);
        mirror.Calls.Should().HaveCount(2);
        await bench.AskAsync(streaming: false);
        await EndAsync(bench, count: 3);
        mirror.Calls.Should().HaveCount(3, "there is room again");
    }

    [Fact]
    public async Task A_share_of_the_requests_is_mirrored()
    {
        MirrorConfig config = new() { Route = "shadow", Share = 0.2, Concurrency = int.MaxValue };
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient(), config, SeededRandom.Create(5));
        for (int request = 0; request < 2_000; request++)
        {
            await bench.AskAsync(streaming: false);
        }

        await MirrorBench.UntilAsync(() => bench.Host.Running == 0);
        bench.Mirrored.Count.Should().BeInRange(350, 450);
    }

    [Fact]
    public async Task A_mirrored_request_is_not_mirrored_again()
    {
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient());
        bench.Mirror.Route.Mirror = bench.Primary.Route.Mirror;
        await bench.AskAsync(streaming: false);
        await bench.EndedAsync();
        bench.Mirrored.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_callers_ambient_values_are_not_the_mirrors()
    {
        AsyncLocal<string?> ambient = new() { Value = "the caller's" };
        string? seen = "not asked";
        ScriptedTurn turn = ScriptedTurn.Text("hi") with { OnCall = () => seen = ambient.Value };
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient(turn));
        await bench.AskAsync(streaming: false);
        await bench.EndedAsync();
        seen.Should().BeNull();
        ambient.Value.Should().Be("the caller's");
    }

    [Fact]
    public async Task What_the_caller_changes_afterwards_is_not_sent()
    {
        using ManualResetEventSlim release = new();
        ScriptedChatClient mirror = new(ScriptedTurn.Text("hi"));
        LambdaChatClient late = new()
        {
            Respond = (messages, options, token) =>
            {
                release.Wait(token);
                return mirror.GetResponseAsync(messages, options, token);
            },
        };
        MirrorBench bench = new(new ScriptedChatClient(), late);
        List<ChatMessage> messages = [new(ChatRole.User, "first")];
        ChatOptions options = new() { Seed = 1 };
        ChatResponse response = await bench.Primary.Chat.GetResponseAsync(messages, options);
        messages.AddRange(response.Messages);
        messages[0].Contents.Add(new TextContent(" changed"));
        options.Seed = 2;
        release.Set();
        await bench.EndedAsync();
        mirror.Calls[0].Messages.Select(message => message.Text).Should().Equal("first");
        mirror.Calls[0].Options!.Seed.Should().Be(1);
    }

    [Fact]
    public async Task A_request_that_cannot_be_copied_is_answered_all_the_same()
    {
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient());
        ChatMessage[] broken = [null!];
        (await bench.Primary.Chat.GetResponseAsync(broken)).Text.Should().Be("ok");
        bench.Host.Running.Should().Be(0);
        bench.Primary.Log.Entries.Should().Contain(entry => entry.Id.Id == 1082);
    }

    /// <summary>Moves the clock until every mirrored request has ended.</summary>
    private static async Task EndAsync(MirrorBench bench, int count = 1)
    {
        Task ended = bench.EndedAsync(count);
        while (!ended.IsCompleted)
        {
            bench.Clock.TryAdvanceToNextTimer();
            await Task.Yield();
        }

        await ended;
    }
}
