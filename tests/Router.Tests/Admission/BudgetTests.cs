using Router.Admission;
using static Router.Tests.Admission.AdmissionFixture;

namespace Router.Tests.Admission;

public sealed class BudgetTests
{
    private static readonly BudgetConfig Monthly = new() { Name = "monthly", Limit = 1m };

    [Fact]
    public async Task Money_is_held_booked_and_given_back()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly));
        AdmissionLease lease = await fixture.GrantedAsync(estimate: Cost(0.6m));
        AdmissionRefusal refusal = await fixture.RefusedAsync(estimate: Cost(0.5m));
        (refusal.Kind, refusal.Limit).Should().Be((AdmissionRefusalKind.Budget, "monthly"));
        refusal.Detail.Should().Be("Budget 'monthly' of everything (1 USD) leaves too little: 0.6 USD are spent or held.");
        refusal.RetryAfter.Should().BePositive();
        (await fixture.StandingAsync()).Held.Should().Be(0.6m);
        lease.Settle(Cost(0.25m));
        BudgetStanding standing = await fixture.StandingAsync();
        (standing.Spent, standing.Held, standing.Limit).Should().Be((0.25m, 0m, 1m));
        (await fixture.GrantedAsync(estimate: Cost(0.75m))).Cancel();
        (await fixture.StandingAsync()).Spent.Should().Be(0.25m);
    }

    [Fact]
    public async Task What_is_booked_is_the_exact_sum_rounded_down_once()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly with { Limit = 1000m }, new BudgetConfig { Name = "t", Scope = LimitScope.Tenant, Limit = 1000m }));
        Random random = new(7);
        decimal exact = 0;
        for (int index = 0; index < 2000; index++)
        {
            decimal cost = random.Next(1, 50_000_000) / 10_000_000_000m;
            exact += cost;
            (await fixture.GrantedAsync(new AdmissionScopes { Tenant = "a" }, Cost(0.01m))).Settle(Cost(cost));
        }

        decimal floor = decimal.Floor(exact * 1_000_000m) / 1_000_000m;
        foreach (BudgetStanding standing in await fixture.Controller.ReadBudgetsAsync(new AdmissionScopes { Tenant = "a" }, default))
        {
            standing.Spent.Should().Be(floor);
        }
    }

    [Fact]
    public async Task A_call_whose_cost_nobody_knows_stays_booked_as_it_was_held_and_one_never_made_does_not()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly));
        (await fixture.GrantedAsync(estimate: Cost(0.3m))).Settle(new AdmissionAmounts { Requests = 1 });
        (await fixture.GrantedAsync(estimate: Cost(0.3m))).Settle(default);
        (await fixture.StandingAsync()).Spent.Should().Be(0.3m);
    }

    [Fact]
    public async Task An_unknown_price_is_refused_unless_the_budget_allows_it()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly));
        AdmissionRefusal refusal = await fixture.RefusedAsync();
        (refusal.Kind, refusal.Limit).Should().Be((AdmissionRefusalKind.UnknownPrice, "monthly"));
        fixture.Controller.Follow(new AdmissionPolicy(Budget(Monthly with { UnknownPrice = UnknownPrice.Allow })));
        (await fixture.GrantedAsync()).Settle(Cost(0.1m));
        (await fixture.StandingAsync()).Spent.Should().Be(0.1m, "the cost was known in the end");
    }

    [Fact]
    public async Task Calls_and_steps_have_their_caps()
    {
        await using AdmissionFixture fixture = new(Budget(
            new BudgetConfig { Name = "agent", Scope = LimitScope.Agent, Window = BudgetWindow.Total, MaxCalls = 3, MaxSteps = 1 }));
        AdmissionScopes agent = new() { Agent = "a" };
        (await fixture.GrantedAsync(agent)).Cancel();
        (await fixture.GrantedAsync(agent, new AdmissionAmounts { Steps = 1 })).Settle(new AdmissionAmounts { Requests = 1, Steps = 1 });
        AdmissionRefusal steps = await fixture.RefusedAsync(agent, new AdmissionAmounts { Steps = 1 });
        steps.Detail.Should().Be("maxSteps of budget 'agent' of agent 'a' (1) is reached.");
        (await fixture.GrantedAsync(agent)).Settle(new AdmissionAmounts { Requests = 1 });
        (await fixture.GrantedAsync(agent)).Settle(new AdmissionAmounts { Requests = 1 });
        AdmissionRefusal calls = await fixture.RefusedAsync(agent);
        (calls.Kind, calls.RetryAfter).Should().Be((AdmissionRefusalKind.Cap, null));
        fixture.Events.Select(happened => happened.Kind).Should().Equal(BudgetEventKind.Exhausted, BudgetEventKind.Exhausted);
        await fixture.GrantedAsync(new AdmissionScopes { Agent = "b" });
        BudgetStanding standing = await fixture.StandingAsync(agent);
        (standing.Calls, standing.Steps, standing.MaxCalls).Should().Be((3, 1, 3));
    }

    [Fact]
    public async Task A_budget_for_one_name_leaves_others_alone()
    {
        await using AdmissionFixture fixture = new(Budget(new BudgetConfig { Name = "b", Scope = LimitScope.Target, Match = "Chat/mini", MaxCalls = 1 }));
        AdmissionScopes target = new() { Route = "chat", Target = "Mini" };
        await fixture.GrantedAsync(target);
        await fixture.RefusedAsync(target);
        await fixture.GrantedAsync(target with { Target = "other" });
    }

    [Fact]
    public async Task The_soft_share_is_told_once_in_each_window_and_names_the_cheaper_route()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly with { Window = BudgetWindow.Day, SoftShare = 0.5, SoftRoute = "cheap" }));
        AdmissionLease lease = await fixture.GrantedAsync(estimate: Cost(0.5m));
        lease.Cancel();
        (await fixture.GrantedAsync(estimate: Cost(0.1m))).Settle(Cost(0.1m));
        fixture.Controller.SoftRouteFor("chat", null, null, null).Should().BeNull("what was held came back");
        (await fixture.GrantedAsync(estimate: Cost(0.5m))).Settle(Cost(0.5m));
        await fixture.GrantedAsync(estimate: Cost(0.1m));
        fixture.Events.Should().Equal(new BudgetEvent("monthly", LimitScope.All, null, BudgetEventKind.SoftShare, 500_000, 1_000_000));
        fixture.Controller.SoftRouteFor("chat", null, null, null).Should().Be("cheap");
        fixture.Controller.SoftRouteFor("Cheap", null, null, null).Should().BeNull("it does not serve itself");
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        fixture.Controller.SoftRouteFor("chat", null, null, null).Should().BeNull("a new day has begun");
        await fixture.GrantedAsync(estimate: Cost(0.6m));
        fixture.Events.Should().HaveCount(2);
        await fixture.RefusedAsync(estimate: Cost(0.6m));
        await fixture.RefusedAsync(estimate: Cost(0.6m));
        fixture.Events.Should().HaveCount(3);
        fixture.Events[2].Kind.Should().Be(BudgetEventKind.Exhausted);
    }

    [Fact]
    public async Task One_call_larger_than_the_whole_budget_does_not_exhaust_it()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly with { SoftRoute = "cheap" }));
        await fixture.RefusedAsync(estimate: Cost(1.5m));
        fixture.Events.Should().BeEmpty("nothing is spent");
        fixture.Controller.SoftRouteFor("chat", null, null, null).Should().BeNull();
        await fixture.GrantedAsync(estimate: Cost(0.7m));
        await fixture.RefusedAsync(estimate: Cost(0.4m));
        fixture.Events.Should().ContainSingle().Which.Kind.Should().Be(BudgetEventKind.Exhausted);
    }

    [Fact]
    public async Task A_rolling_budget_that_is_exhausted_again_is_told_again()
    {
        await using AdmissionFixture fixture = new(Budget(
            Monthly with { Window = BudgetWindow.Rolling, Period = TimeSpan.FromHours(1), SoftShare = 1 }));
        for (int window = 1; window <= 3; window++)
        {
            (await fixture.GrantedAsync(estimate: Cost(0.9m))).Settle(Cost(0.9m));
            await fixture.RefusedAsync(estimate: Cost(0.2m));
            fixture.Clock.Advance(TimeSpan.FromMinutes(50));
            await fixture.RefusedAsync(estimate: Cost(0.2m));
            fixture.Events.Should().HaveCount(window, "once in each window");
            fixture.Clock.Advance(TimeSpan.FromMinutes(15));
        }
    }

    [Fact]
    public async Task Money_spent_too_fast_is_told_without_refusing()
    {
        await using AdmissionFixture fixture = new(Budget(
            new BudgetConfig { Name = "pace", Alarm = new SpendAlarmConfig { Amount = 0.2m, Period = TimeSpan.FromHours(1) } }));
        for (int index = 0; index < 5; index++)
        {
            (await fixture.GrantedAsync(estimate: Cost(0.1m))).Settle(Cost(0.1m));
        }

        fixture.Events.Should().Equal(new BudgetEvent("pace", LimitScope.All, null, BudgetEventKind.SpendAlarm, 200_000, 200_000));
        fixture.Clock.Advance(TimeSpan.FromHours(2));
        (await fixture.GrantedAsync(estimate: Cost(0.1m))).Settle(Cost(0.1m));
        await fixture.GrantedAsync(estimate: Cost(0.1m));
        fixture.Events.Should().HaveCount(2, "it was crossed again");
    }

    [Fact]
    public async Task A_subscriber_that_throws_ends_no_request()
    {
        await using AdmissionFixture fixture = new(Budget(Monthly));
        fixture.Controller.BudgetEvents += _ => throw new InvalidOperationException("secret");
        await fixture.GrantedAsync(estimate: Cost(0.9m));
        fixture.Events.Should().HaveCount(1);
        fixture.Logs.Entries.Should().ContainSingle(entry => entry.Id == 1205 && !entry.Message.Contains("secret"));
    }
}
