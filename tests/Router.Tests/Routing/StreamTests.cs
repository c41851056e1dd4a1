using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

public sealed class StreamTests
{
    private static readonly HealthConfig Touchy = new() { MinimumThroughput = 1, FailureRatio = 0.1 };

    [Theory]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Hold)]
    public async Task What_is_no_output_is_held_back_and_nothing_of_a_failed_target_leaks(RouteMode mode)
    {
        ScriptedTurn first = new() { Updates = [Role(), Usage(1, 0), Text("")], Failure = Failures.Error(FailureClass.Malformed) };
        ScriptedTurn second = new() { Updates = [Role(), Text(""), Text("b"), Usage(2, 3), Stop()] };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Marked(first, "a")), new TargetPlan("b", Marked(second, "b"))), mode);

        RouteOutcome outcome = await fixture.RunAsync();

        outcome.Text.Should().Be("b");
        outcome.Updates.Should().HaveCount(6, "five of the second target, and the report");
        outcome.Updates.Should().OnlyContain(update => update.ResponseId == "b");
        outcome.Updates.SkipLast(1).Select(update => update.Contents.Count).Should().Equal(second.Updates.Select(update => update.Contents.Count));
    }

    [Fact]
    public async Task Nothing_is_handed_out_before_the_first_real_output()
    {
        ScriptedTurn turn = new() { Updates = [Role(), Usage(1, 0), Text("x"), Stop()], Gap = TimeSpan.FromSeconds(1) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn)), RouteMode.Streaming);
        await Task.Run(async () =>
        {
            await using IAsyncEnumerator<ChatResponseUpdate> stream = fixture.Chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator();
            ValueTask<bool> first = stream.MoveNextAsync();
            fixture.Clock.Advance(TimeSpan.FromSeconds(1.9));
            first.IsCompleted.Should().BeFalse("role and usage came, and no output");
            fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
            first.IsCompleted.Should().BeTrue("the output came");
            (await first).Should().BeTrue();
            stream.Current.Contents.Should().BeEmpty("the held ones come first, in order");
        });
    }

    public static TheoryData<string, AIContent> Outputs => new()
    {
        { "text", new TextContent("x") },
        { "reasoning", new TextReasoningContent("x") },
        { "hidden reasoning", new TextReasoningContent(null) { ProtectedData = "x" } },
        { "a call", new FunctionCallContent("1", "f") },
        { "data", new DataContent(new byte[] { 1 }, "image/png") },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Each_kind_of_output_commits(string what, AIContent content)
    {
        ScriptedTurn turn = new() { Updates = [ScriptedTurn.Update(content)], Failure = Failures.Error(FailureClass.Transient) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn), ClassPlans.Ok("b")), RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Failed.Committed.Should().BeTrue(what);
        fixture.Calls("b").Should().BeEmpty();
    }

    [Fact]
    public async Task After_the_commit_an_error_surfaces_and_counts()
    {
        ProviderErrorPlan(out RouteFixture fixture, RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync();

        outcome.Text.Should().Be("par");
        outcome.Failed.Committed.Should().BeTrue();
        outcome.Failed.Class.Should().Be(FailureClass.RateLimited);
        outcome.Failed.RetryAfter.Should().Be(TimeSpan.FromSeconds(70));
        outcome.AttemptList.Should().Be("a:RateLimited");
        outcome.Failed.InnerException.Should().BeOfType<Adapters.ProviderException>();
        fixture.Calls("b").Should().BeEmpty();
        fixture.ShutList.Should().Be("a:70");
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Held_a_cut_answer_is_given_by_the_next_target()
    {
        ProviderErrorPlan(out RouteFixture fixture, RouteMode.Hold);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be("a:RateLimited b");
        outcome.Updates.Should().NotContain(update => update.Text == "par");
    }

    public static TheoryData<RouteMode, string?, EmptyAnswer, bool> EmptyAnswers
    {
        get
        {
            TheoryData<RouteMode, string?, EmptyAnswer, bool> cases = [];
            foreach (RouteMode mode in new[] { RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold })
            {
                cases.Add(mode, "stop", EmptyAnswer.Fail, false);
                cases.Add(mode, "length", EmptyAnswer.Fail, true);
                cases.Add(mode, "content_filter", EmptyAnswer.Fail, true);
                cases.Add(mode, "tool_calls", EmptyAnswer.Fail, false);
                cases.Add(mode, null, EmptyAnswer.Fail, false);
                cases.Add(mode, "stop", EmptyAnswer.Allow, true);
                cases.Add(mode, "tool_calls", EmptyAnswer.Allow, false);
                cases.Add(mode, null, EmptyAnswer.Allow, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(EmptyAnswers))]
    public async Task An_empty_answer_is_one_only_where_it_says_why(RouteMode mode, string? finish, EmptyAnswer rule, bool answer)
    {
        ScriptedTurn turn = new() { Updates = [Role(), new ChatResponseUpdate { FinishReason = finish is null ? null : new ChatFinishReason(finish) }] };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn), ClassPlans.Ok("b"))
        {
            Route = new RouteConfig { EmptyAnswer = rule },
        }, mode);

        (await fixture.RunAsync()).AttemptList.Should().Be(answer ? "a" : "a:Malformed b");
    }

    [Theory]
    [InlineData(RouteMode.Unary)]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Hold)]
    public async Task An_answer_filtered_away_goes_to_the_targets_listed_for_that(RouteMode mode)
    {
        ScriptedTurn turn = new() { Updates = [new ChatResponseUpdate { FinishReason = ChatFinishReason.ContentFilter }] };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn), ClassPlans.Ok("b"), ClassPlans.Ok("c") with { Listed = true })
        {
            Route = new RouteConfig { ContentPolicyTargets = ["c"] },
        }, mode);
        (await fixture.RunAsync()).AttemptList.Should().Be("a:ContentPolicy c");
    }

    // Turns that last, the timers, and how it must end: attempts and seconds.
    public static TheoryData<string, RouteMode, string, double> Timers => new()
    {
        { "first token: roles do not reset it", RouteMode.Streaming, "a:Timeout b", 12 },
        { "first token: roles do not reset it", RouteMode.Hold, "a:Timeout b", 12 },
        { "idle: met again and again", RouteMode.Streaming, "a", 50 },
        { "idle: met again and again", RouteMode.Hold, "a", 50 },
        { "idle: missed", RouteMode.Streaming, "a:Timeout", 12.5 },
        { "idle: missed", RouteMode.Hold, "a:Timeout b", 12.5 },
        { "total: it ends a stream that is alive", RouteMode.Streaming, "a:Timeout", 22 },
        { "total: it ends a stream that is alive", RouteMode.Hold, "a:Timeout", 22 },
    };

    [Theory]
    [MemberData(nameof(Timers))]
    public async Task Each_timer_is_its_own(string name, RouteMode mode, string attempts, double seconds)
    {
        ScriptedTurn turn = name.Split(':')[0] switch
        {
            "first token" => new ScriptedTurn { Updates = [.. Enumerable.Repeat(Role(), 10), Text("late")], Gap = TimeSpan.FromSeconds(5) },
            "idle" when name.EndsWith("missed", StringComparison.Ordinal) => new ScriptedTurn { Updates = [Text("x"), Text("y")], Delay = TimeSpan.FromSeconds(6), Gap = TimeSpan.FromSeconds(7) },
            _ => new ScriptedTurn { Updates = [.. Enumerable.Repeat(Text("x"), 11), Stop()], Gap = TimeSpan.FromSeconds(5) },
        };
        if (name.EndsWith("again", StringComparison.Ordinal))
        {
            turn = turn with { Updates = [.. turn.Updates.Take(11)] };
        }

        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn), ClassPlans.Ok("b"))
        {
            Route = new RouteConfig
            {
                Timeouts = new TimeoutsConfig
                {
                    FirstToken = TimeSpan.FromSeconds(12),
                    Idle = TimeSpan.FromSeconds(6.5),
                    Total = TimeSpan.FromSeconds(name.StartsWith("total", StringComparison.Ordinal) ? 22 : 100),
                },
            },
        }, mode);
        DateTimeOffset started = fixture.Clock.GetUtcNow();

        RouteOutcome outcome = await fixture.RunAsync();

        outcome.AttemptList.Should().Be(attempts);
        (fixture.Clock.GetUtcNow() - started).TotalSeconds.Should().BeApproximately(seconds, 0.01);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Hold)]
    public async Task A_reader_that_takes_an_hour_between_updates_harms_nothing(RouteMode mode)
    {
        ScriptedTurn turn = new() { Updates = [Role(), Text("x"), Text("y"), Text("z"), Stop()], Gap = TimeSpan.FromSeconds(2) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn)) { Health = Touchy }, mode);
        RouteReport? report = null;
        await Task.Run(async () =>
        {
            await using IAsyncEnumerator<ChatResponseUpdate> stream = fixture.Chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator();
            while (await Pump.RunAsync(fixture.Clock, () => stream.MoveNextAsync().AsTask()))
            {
                fixture.Clock.Advance(TimeSpan.FromHours(1));
                report ??= stream.Current.GetRouteReport();
            }
        });

        report!.Duration.Should().BeCloseTo(TimeSpan.FromSeconds(8), TimeSpan.FromMilliseconds(1));
        report.Attempts.Single().Duration.Should().BeCloseTo(TimeSpan.FromSeconds(8), TimeSpan.FromMilliseconds(1));
        report.Attempts.Single().TimeToFirstOutput.Should().BeCloseTo(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1));
        report.Overhead.Should().BeLessThan(TimeSpan.FromMilliseconds(1));
        fixture.State("a").Should().Be(HealthState.Ready);
    }

    [Theory]
    [InlineData("x", RouteMode.Streaming, "a:Timeout")]
    [InlineData("x", RouteMode.Hold, "a:Timeout")]
    [InlineData("", RouteMode.Streaming, "a:Timeout b")]
    [InlineData("", RouteMode.Hold, "a:Timeout b")]
    public async Task An_endless_stream_that_never_waits_meets_its_timers(string text, RouteMode mode, string attempts)
    {
        ManualTimeProvider clock = new();
        LambdaChatClient endless = new() { Stream = (_, _, _) => EndlessAsync(clock, text, CancellationToken.None) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a") { Chat = endless }, ClassPlans.Ok("b")), mode, clock: clock);
        DateTimeOffset started = clock.GetUtcNow();

        RouteOutcome outcome = await fixture.RunAsync();

        outcome.AttemptList.Should().Be(attempts);
        (clock.GetUtcNow() - started).TotalSeconds.Should().BeApproximately(text.Length > 0 ? 100 : 30, 1);
    }

    [Theory]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Hold)]
    public async Task Leaving_a_stream_early_ends_it_and_harms_nobody(RouteMode mode)
    {
        ScriptedTurn turn = new() { Updates = [Text("x"), Text("y"), Stop()] };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.ModelGone), turn)) { Health = Touchy }, mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));

        await foreach (ChatResponseUpdate update in fixture.Chat.GetStreamingResponseAsync("hi"))
        {
            update.Text.Should().Be("x");
            break;
        }

        fixture.Calls("a")[^1].Ended.Should().BeTrue();
        fixture.State("a").Should().Be(HealthState.Ready, "it answered, so that its circuit closes");
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task The_report_lands_on_the_response_and_all_else_survives()
    {
        ScriptedTurn turn = new()
        {
            Updates =
            [
                new ChatResponseUpdate(ChatRole.Assistant, "x") { MessageId = "m1", ResponseId = "r1", ModelId = "served", CreatedAt = DateTimeOffset.UnixEpoch },
                .. new[] { Usage(10, 0), Usage(0, 7) }.Select(update => Renamed(update)),
                new ChatResponseUpdate { FinishReason = ChatFinishReason.Length, MessageId = "m1", ResponseId = "r1", ConversationId = "c1" },
            ],
        };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn)), RouteMode.Streaming);

        ChatResponse response = await fixture.Chat.GetStreamingResponseAsync("hi").ToChatResponseAsync();

        RouteReport report = response.AdditionalProperties!["router"].Should().BeOfType<RouteReport>().Subject;
        response.GetRouteReport().Should().BeSameAs(report);
        response.Messages.Should().HaveCount(1);
        response.Messages[0].MessageId.Should().Be("m1");
        response.Messages[0].AdditionalProperties.Should().BeNull();
        response.ResponseId.Should().Be("r1");
        response.ConversationId.Should().Be("c1");
        response.ModelId.Should().Be("served");
        response.FinishReason.Should().Be(ChatFinishReason.Length);
        response.Usage!.InputTokenCount.Should().Be(10);
        response.Usage.OutputTokenCount.Should().Be(7);
        report.Model.Should().Be("served");
        report.Attempts.Single().InputTokens.Should().Be(10, "the report counts as the response does");
        report.Attempts.Single().OutputTokens.Should().Be(7);
    }

    public static TheoryData<string> EarlyFaults => ["creation", "enumerator", "first move", "current", "null update"];

    [Theory]
    [MemberData(nameof(EarlyFaults))]
    public async Task A_fault_at_any_point_before_the_commit_falls_back(string where)
    {
        LambdaChatClient faulty = new() { Stream = (_, _, _) => where == "creation" ? throw new IOException(where) : new Faulty(where) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a") { Chat = faulty }, ClassPlans.Ok("b"))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 1 } },
        }, RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be(where == "null update" ? "a:Malformed b" : "a:Transient b");
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_closed_spoils_no_answer()
    {
        LambdaChatClient faulty = new() { Stream = (_, _, _) => new Faulty("close") };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a") { Chat = faulty }), RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("x");
        fixture.Log.Entries.Should().Contain(entry => entry.Id.Id == 1009);
    }

    [Fact]
    public void No_messages_are_refused_at_once() =>
        FluentActions.Invoking(() => new RouteFixture(new RoutePlan("", ClassPlans.Ok("a"))).Chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!))
            .Should().Throw<ArgumentNullException>();

    private static void ProviderErrorPlan(out RouteFixture fixture, RouteMode mode) => fixture = new(new RoutePlan("",
        new TargetPlan("a", ScriptedTurn.Cut("par", Failures.Error(FailureClass.RateLimited, retryAfter: 70))), ClassPlans.Ok("b")), mode);

    private static ScriptedTurn Marked(ScriptedTurn turn, string id) => turn with
    {
        Updates = [.. turn.Updates.Select(update => { ChatResponseUpdate copy = update.Clone(); copy.ResponseId = id; return copy; })],
    };

    private static ChatResponseUpdate Renamed(ChatResponseUpdate update)
    {
        (update.MessageId, update.ResponseId) = ("m1", "r1");
        return update;
    }

    private static ChatResponseUpdate Role() => new() { Role = ChatRole.Assistant };

    private static ChatResponseUpdate Text(string text) => ScriptedTurn.Update(new TextContent(text));

    private static ChatResponseUpdate Stop() => new() { FinishReason = ChatFinishReason.Stop };

    private static ChatResponseUpdate Usage(long input, long output) =>
        ScriptedTurn.Update(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output }));

    private static async IAsyncEnumerable<ChatResponseUpdate> EndlessAsync(
        ManualTimeProvider clock, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Deaf to its token, and over only if nobody stops it.
        for (int index = 0; index < 10_000; index++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            yield return Text(text);
        }

        await Task.CompletedTask.WaitAsync(cancellationToken);
        throw new InvalidOperationException("Nobody stopped it.");
    }

    private sealed class Faulty(string where) : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
    {
        private int _moves;

        public ChatResponseUpdate Current => where switch
        {
            "current" => throw new IOException(where),
            "null update" => null!,
            _ => Text("x"),
        };

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            where == "enumerator" ? throw new IOException(where) : this;

        public ValueTask<bool> MoveNextAsync() => where == "first move"
            ? ValueTask.FromException<bool>(new IOException(where))
            : ValueTask.FromResult(_moves++ == 0);

        public ValueTask DisposeAsync() => where == "close" ? ValueTask.FromException(new IOException(where)) : ValueTask.CompletedTask;
    }
}
