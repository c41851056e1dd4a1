using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Context;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>Router's own limits and budgets, as a request meets them.</summary>
public sealed partial class AdmissionTests
{
    private const decimal DollarAToken = 1_000_000m;

    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_target_at_its_limit_is_skipped_for_the_next_one(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Provider("a", new LimitsConfig { RequestsPerMinute = 1 }), Ok("a"), Ok("b"));
        (await fixture.RunAsync()).Text.Should().Be("a");

        RouteOutcome second = await fixture.RunAsync();

        second.Text.Should().Be("b");
        second.SkipList.Should().Be("a:LimitReached");
        second.Report!.Skipped[0].RetryAfter.Should().BeCloseTo(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(1));
        second.Report.Skipped[0].Detail.Should().Contain("requestsPerMinute").And.Contain("provider-a");
        fixture.State("a").Should().Be(HealthState.Ready, "a limit of ours is no fault of the target");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Where_every_target_is_at_its_limit_the_error_tells_the_soonest_return(RouteMode mode)
    {
        RouteFixture fixture = Fixture(
            mode,
            new AdmissionRules { Providers = new Dictionary<string, LimitsConfig> { ["provider-a"] = Rpm(1), ["provider-b"] = Rpm(2, burst: 1) } },
            Ok("a"),
            Ok("b"));
        await fixture.RunAsync();
        await fixture.RunAsync();

        RouteException failed = (await fixture.RunAsync()).Failed;

        failed.Class.Should().Be(FailureClass.RateLimited);
        failed.RetryAfter.Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));
        failed.Attempts.Should().BeEmpty();
        failed.InnerException.Should().BeOfType<AdmissionException>();
        fixture.Clock.Advance(failed.RetryAfter!.Value);
        (await fixture.RunAsync()).Text.Should().Be("b", "the time that was told is right");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Requests_of_a_route_are_counted_once_however_many_attempts_they_take(RouteMode mode)
    {
        AdmissionRules rules = new()
        {
            Routes = new Dictionary<string, LimitsConfig> { ["route"] = Rpm(2) },
            Providers = new Dictionary<string, LimitsConfig> { ["provider-a"] = Rpm(100) },
        };
        RouteFixture fixture = Fixture(mode, rules, ClassPlans.Fails("a", FailureClass.Malformed), Ok("b"));
        (await fixture.RunAsync()).AttemptList.Should().Be("a:Malformed b");
        (await fixture.RunAsync()).AttemptList.Should().Be("a:Malformed b");
        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Class.Should().Be(FailureClass.RateLimited);
        failed.Skipped.Should().ContainSingle("another target would fare no better").Which.Reason.Should().Be(SkipReason.LimitReached);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Tokens_are_settled_to_what_the_provider_counted(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Provider("a", new LimitsConfig { TokensPerMinute = 2000 }), Used("a", 10, 5));
        for (int request = 0; request < 20; request++)
        {
            (await fixture.RunAsync()).Text.Should().Be("a", "an estimate of a thousand is settled to fifteen");
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Tokens_of_a_failed_attempt_are_given_back_but_not_where_work_may_have_begun(RouteMode mode)
    {
        LimitsConfig limits = new() { TokensPerMinute = 1500 };
        ScriptedTurn[] failing = [Failures.Of(FailureClass.Malformed), Failures.Of(FailureClass.Malformed), Failures.Of(FailureClass.Malformed, inDoubt: true), ScriptedTurn.Text("a")];
        RouteFixture fixture = Fixture(mode, Provider("a", limits), new TargetPlan("a", failing));
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.Malformed);
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.Malformed);
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.Malformed);
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.RateLimited, "what is in doubt counts");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_cancelled_request_gives_everything_back(RouteMode mode)
    {
        LimitsConfig limits = new() { TokensPerMinute = 1500, Concurrency = 1 };
        RouteFixture fixture = Fixture(mode, Provider("a", limits), new TargetPlan("a", ScriptedTurn.Hang(), ScriptedTurn.Text("a")));
        using CancellationTokenSource cancel = new();
        Task<RouteOutcome> request = fixture.AskAsync(token: cancel.Token);
        await cancel.CancelAsync();
        (await request).Error.Should().BeAssignableTo<OperationCanceledException>();
        (await fixture.RunAsync()).Text.Should().Be("a");
    }

    [Fact]
    public async Task A_stream_that_is_left_is_booked_by_what_came_of_it()
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 1_000_000_000 });
        string text = new('x', 400);
        ScriptedTurn turn = new() { Updates = [ScriptedTurn.Update(new TextContent(text))], Hangs = true };
        RouteFixture fixture = Fixture(RouteMode.Streaming, rules, new TargetPlan("a", turn) { Price = DollarAToken });
        await foreach (ChatResponseUpdate update in fixture.Chat.GetStreamingResponseAsync("hello"))
        {
            break;
        }

        BudgetStanding standing = (await fixture.Admission!.ReadBudgetsAsync(new AdmissionScopes(), default)).Single();
        standing.Held.Should().Be(0);
        standing.Spent.Should().BeInRange(150, 230, "about two hundred tokens of output came, and a few went in");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Money_is_booked_to_the_bill_and_stands_on_the_report(RouteMode mode)
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 100_000 });
        RouteFixture fixture = Fixture(mode, rules, ClassPlans.Fails("x", FailureClass.Malformed) with { Price = DollarAToken }, Used("a", 10, 5) with { Price = DollarAToken });
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Report!.Cost.Should().Be(15);
        outcome.Report.PriceVersion.Should().Be("test");
        outcome.Attempts.Select(attempt => attempt.Cost).Should().Equal(0, 15);
        BudgetStanding standing = (await fixture.Admission!.ReadBudgetsAsync(new AdmissionScopes(), default)).Single();
        (standing.Spent, standing.Held).Should().Be((15m, 0m));
    }

    [Fact]
    public async Task Images_are_paid_by_how_many_the_target_is_asked_for()
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 1.6m });
        ScriptedTurn three = new()
        {
            Updates = [.. new[] { "x", "y", "z" }.Select(text => new ChatResponseUpdate(ChatRole.Assistant, text) { MessageId = text })],
        };
        RouteFixture fixture = Fixture(
            RouteMode.Images, rules, new TargetPlan("a", three) { ImagePrice = 0.5m, Parameters = new ParametersConfig { Count = 3 } });
        (await fixture.RunAsync()).Report!.Cost.Should().Be(1.5m);
        (await SpentAsync(fixture)).Should().Be(1.5m);
        (await fixture.RunAsync()).Failed.Skipped.Should().ContainSingle().Which.Reason.Should().Be(SkipReason.BudgetSpent, "three more are not to be had");
    }

    [Fact]
    public async Task An_answer_without_images_has_its_bill_all_the_same()
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 100_000 });
        ScriptedTurn none = new() { Updates = Used("a", 10, 5).Turns[0].Updates.Where(update => update.Text.Length == 0).ToList() };
        RouteFixture fixture = Fixture(RouteMode.Images, rules, new TargetPlan("a", none) { Price = DollarAToken, ImagePrice = 0 });
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.Malformed);
        (await SpentAsync(fixture)).Should().Be(15);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Tokens_that_the_provider_does_not_tell_are_taken_by_estimate(RouteMode mode)
    {
        UsageContent untold = new(new UsageDetails { AdditionalCounts = new() { ["predict_time_ms"] = 5 } });
        ScriptedTurn answer = ScriptedTurn.Text("a");
        LimitsConfig limits = new() { TokensPerMinute = 1500 };
        RouteFixture fixture = Fixture(
            mode, Provider("a", limits), new TargetPlan("a", answer with { Updates = [.. answer.Updates, ScriptedTurn.Update(untold)] }));
        (await fixture.RunAsync(new string('x', 4000))).Text.Should().Be("a");
        (await fixture.RunAsync(new string('x', 4000))).Error.Should().BeOfType<RouteException>("a thousand tokens went in, told or not");
    }

    [Fact]
    public async Task What_came_of_a_held_stream_that_broke_is_paid()
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 1_000_000_000 });
        ScriptedTurn cut = ScriptedTurn.Cut(new string('x', 400), Failures.Error(FailureClass.Malformed));
        RouteFixture fixture = Fixture(
            RouteMode.Hold, rules, new TargetPlan("a", cut) { Price = DollarAToken }, Used("b", 10, 5) with { Price = DollarAToken });
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.AttemptList.Should().Be("a:Malformed b");
        outcome.Report!.Cost.Should().BeNull("the bill of what broke is not known");
        (await SpentAsync(fixture)).Should().BeInRange(150, 250, "about two hundred tokens of output came before it broke");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_refusal_that_is_over_does_not_keep_a_request_from_waiting_for_its_target(RouteMode mode)
    {
        RoutePlan plan = new("", new TargetPlan("a", ScriptedTurn.Text("a"), Failures.Of(FailureClass.RateLimited, retryAfter: 1), ScriptedTurn.Text("a")))
        {
            Limits = Provider("a", Rpm(60, burst: 1)),
            Route = new RouteConfig { Queue = new QueueConfig() },
        };
        RouteFixture fixture = new(plan, mode);
        await fixture.RunAsync();
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Log.OnLog = id => _ = id.Name == "Waiting" && waits.TrySetResult();
        Task<RouteOutcome> request = fixture.AskAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await fixture.Clock.WhenTimersAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        (await request).AttemptList.Should().Be("a:RateLimited a");
    }

    [Theory]
    [InlineData(RouteMode.Unary)]
    [InlineData(RouteMode.Streaming)]
    public async Task A_kept_answer_waits_in_no_queue(RouteMode mode)
    {
        RoutePlan plan = new("", new TargetPlan("a", ScriptedTurn.Text("kept"), ScriptedTurn.Text("a") with { Delay = TimeSpan.FromSeconds(5) }))
        {
            Limits = Provider("a", new LimitsConfig { Concurrency = 1 }),
            Route = new RouteConfig { Queue = new QueueConfig { Limit = 1 }, Cache = new CacheConfig() },
        };
        RouteFixture fixture = new(plan, mode);
        await fixture.RunAsync("kept");
        Task<RouteOutcome> running = fixture.AskAsync("other");
        Task<RouteOutcome> waiting = fixture.AskAsync("third");
        RouteOutcome kept = await fixture.RunAsync("kept");
        kept.Text.Should().Be("kept");
        kept.Report!.Cached.Should().BeTrue();
        await Pump.RunAsync(fixture.Clock, () => Task.WhenAll(running, waiting));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_spent_budget_is_a_hard_stop_with_an_error_of_its_own(RouteMode mode)
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "monthly", Limit = 2000 });
        RouteFixture fixture = Fixture(mode, rules, Used("a", 1000, 900) with { Price = DollarAToken });
        (await fixture.RunAsync()).Text.Should().Be("a");
        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Class.Should().Be(FailureClass.QuotaExhausted);
        failed.Message.Should().Contain("monthly");
        failed.Skipped.Should().ContainSingle().Which.Reason.Should().Be(SkipReason.BudgetSpent);
        failed.InnerException.Should().BeOfType<AdmissionException>().Which.Refusal.Kind.Should().Be(AdmissionRefusalKind.Budget);
        fixture.Calls("a").Should().HaveCount(1);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_cheaper_target_is_asked_where_the_budget_leaves_too_little_for_the_first(RouteMode mode)
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 100 });
        RouteFixture fixture = Fixture(mode, rules, Used("dear", 1, 1) with { Price = DollarAToken }, Used("cheap", 1, 1) with { Price = 0.01m });
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("cheap");
        outcome.SkipList.Should().Be("dear:BudgetSpent");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_fallback_to_a_model_of_unknown_price_does_not_pass_by_a_budget(RouteMode mode)
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 100_000 });
        RouteFixture fixture = Fixture(mode, rules, ClassPlans.Fails("a", FailureClass.Malformed) with { Price = 1 }, Ok("unpriced"));
        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Skipped.Should().ContainSingle().Which.Reason.Should().Be(SkipReason.PriceUnknown);
        fixture.Calls("unpriced").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_kill_switch_stops_the_next_request_and_the_next_attempt(RouteMode mode)
    {
        RouteFixture? fixture = null;
        ScriptedTurn stopping = Failures.Of(FailureClass.Malformed) with
        {
            OnCall = () => fixture!.Admission!.StopAsync(LimitScope.All, null, "maintenance", default).AsTask().GetAwaiter().GetResult(),
        };
        fixture = Fixture(mode, new AdmissionRules(), new TargetPlan("a", stopping, Failures.Of(FailureClass.Malformed)), Ok("b"));

        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Skipped.Should().ContainSingle().Which.Reason.Should().Be(SkipReason.Stopped);
        failed.Skipped[0].Detail.Should().Contain("maintenance");
        (await fixture.RunAsync()).Failed.Class.Should().Be(FailureClass.QuotaExhausted);
        fixture.Calls("b").Should().BeEmpty();

        await fixture.Admission!.ResumeAsync(LimitScope.All, null, default);
        (await fixture.RunAsync()).Text.Should().Be("b");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_agent_s_steps_and_calls_are_capped(RouteMode mode)
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "agent", Scope = LimitScope.Session, Window = BudgetWindow.Total, MaxSteps = 2 });
        RouteFixture fixture = Fixture(mode, rules, Ok("a"));
        ChatOptions options = new() { ConversationId = "s1" };
        for (int human = 0; human < 3; human++)
        {
            (await fixture.RunAsync(options: options)).Error.Should().BeNull("what a human asks is no step");
        }

        ChatMessage[] step = [new(ChatRole.User, "do"), new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]), new(ChatRole.Tool, [new FunctionResultContent("1", "r")])];
        for (int index = 0; index < 2; index++)
        {
            await Pump.RunAsync(fixture.Clock, () => fixture.Chat.GetResponseAsync(step, options));
        }

        Func<Task> third = () => Pump.RunAsync(fixture.Clock, () => fixture.Chat.GetResponseAsync(step, options));
        (await third.Should().ThrowAsync<RouteException>()).Which.InnerException.Should().BeOfType<AdmissionException>().Which.Refusal.Kind.Should().Be(AdmissionRefusalKind.Cap);
        await Pump.RunAsync(fixture.Clock, () => fixture.Chat.GetResponseAsync(step, new ChatOptions { ConversationId = "s2" }));
    }

    [Fact]
    public async Task A_hedge_that_loses_gives_back_what_it_reserved()
    {
        AdmissionRules rules = Budget(new BudgetConfig { Name = "all", Limit = 100_000 }) with
        {
            Providers = new Dictionary<string, LimitsConfig> { ["provider-a"] = new() { Concurrency = 1, TokensPerMinute = 3000 } },
        };
        RoutePlan plan = new("", new TargetPlan("a", ScriptedTurn.Hang()) { Price = DollarAToken }, Used("b", 10, 5) with { Price = DollarAToken })
        {
            Route = new RouteConfig { Hedging = new HedgingConfig { Delay = TimeSpan.FromSeconds(1) } },
            Limits = rules,
        };
        RouteFixture fixture = new(plan);
        for (int request = 0; request < 10; request++)
        {
            RouteOutcome outcome = await fixture.RunAsync();
            outcome.AttemptList.Should().Be("a:Cancelled b", "the place of the loser is free again");
            outcome.Report!.Cost.Should().Be(15);
        }

        BudgetStanding standing = (await fixture.Admission!.ReadBudgetsAsync(new AdmissionScopes(), default)).Single();
        (standing.Spent, standing.Held).Should().Be((150m, 0m));
    }

    [Fact]
    public async Task No_provider_is_told_of_the_context()
    {
        RouteFixture fixture = Fixture(RouteMode.Unary, new AdmissionRules(), Ok("a"));
        ChatOptions options = new ChatOptions { AdditionalProperties = new() { ["x"] = 1 } }.WithRouteContext(new RouteContext { Tenant = "acme" });
        await fixture.RunAsync(options: options);
        fixture.Calls("a").Single().Options!.AdditionalProperties.Should().ContainSingle().Which.Key.Should().Be("x");
        options.AdditionalProperties.Should().HaveCount(2, "the caller's own options stay as they were");
    }

    private static RouteFixture Fixture(RouteMode mode, AdmissionRules rules, params TargetPlan[] targets) =>
        new(new RoutePlan("", targets) { Limits = rules, Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 1 } } }, mode);

    private static RouteFixture Queued(RouteMode mode, QueueConfig queue, IChatClient client) => new(
        new RoutePlan("", new TargetPlan("a") { Chat = client })
        {
            Limits = Provider("a", new LimitsConfig { Concurrency = 1 }),
            Route = new RouteConfig { Queue = queue },
        },
        mode);

    private static async Task<decimal> SpentAsync(RouteFixture fixture)
    {
        BudgetStanding standing = (await fixture.Admission!.ReadBudgetsAsync(new AdmissionScopes(), default)).Single();
        standing.Held.Should().Be(0);
        return standing.Spent;
    }

    private static AdmissionRules Provider(string target, LimitsConfig limits) =>
        new() { Providers = new Dictionary<string, LimitsConfig> { ["provider-" + target] = limits } };

    private static AdmissionRules Budget(BudgetConfig budget) => new() { Budgets = [budget] };

    private static LimitsConfig Rpm(double rate, int? burst = null) => new() { RequestsPerMinute = rate, RequestBurst = burst };

    private static TargetPlan Ok(string name) => ClassPlans.Ok(name);

    private static TargetPlan Used(string name, long input, long output)
    {
        ScriptedTurn answer = ScriptedTurn.Text(name);
        UsageContent usage = new(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output });
        return new TargetPlan(name, answer with { Updates = [.. answer.Updates, ScriptedTurn.Update(usage)] });
    }
}
