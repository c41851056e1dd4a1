using Router.Admission;
using static Router.Tests.Admission.AdmissionFixture;

namespace Router.Tests.Admission;

public sealed class RequestAdmissionTests
{
    private static readonly AdmissionRules Rules = new()
    {
        Providers = new Dictionary<string, LimitsConfig> { ["openai"] = new() { Concurrency = 3 } },
        Routes = new Dictionary<string, LimitsConfig> { ["chat"] = new() { Concurrency = 1, RequestsPerDay = 2, TokensPerDay = 1000 } },
        Budgets =
        [
            new BudgetConfig { Name = "calls", Window = BudgetWindow.Total, MaxCalls = 10, MaxSteps = 10 },
        ],
    };

    [Fact]
    public async Task A_request_counts_once_and_its_attempts_each()
    {
        await using AdmissionFixture fixture = new(Rules);
        RequestAdmission request = Begin(fixture, isStep: true);
        AdmissionLease first = await GrantedAsync(request);
        AdmissionLease hedge = await GrantedAsync(request);
        (await ReserveAsync(Begin(fixture))).Refusal!.Scope.Should().Be(LimitScope.Route);
        first.Settle(Used(300));
        request.Complete();
        (await ReserveAsync(Begin(fixture))).Granted.Should().BeFalse("an attempt is still open");
        hedge.Settle(Used(100));
        request.Complete();
        BudgetStanding standing = await fixture.StandingAsync();
        (standing.Calls, standing.Steps).Should().Be((2, 1));
        fixture.Memory.Read("route/chat/requests/day", QuotaWindow.Day).Should().Be(new QuotaStanding(1, 0));
        fixture.Memory.Read("route/chat/tokens/day", QuotaWindow.Day).Should().Be(new QuotaStanding(400, 0));
        fixture.Memory.Reservations.Should().Be(0);
        RequestAdmission next = Begin(fixture);
        (await GrantedAsync(next)).Settle(Used(1));
        next.Complete();
        RequestAdmission third = Begin(fixture);
        (await ReserveAsync(third)).Refusal!.Limit.Should().Be("requestsPerDay");
        third.Complete();
    }

    [Fact]
    public async Task A_request_that_made_no_attempt_gives_everything_back()
    {
        await using AdmissionFixture fixture = new(Rules);
        RequestAdmission request = Begin(fixture, isStep: true);
        (await GrantedAsync(request)).Cancel();
        (await GrantedAsync(request)).Settle(new AdmissionAmounts { Requests = 0, Tokens = 0 });
        request.Complete();
        BudgetStanding standing = await fixture.StandingAsync();
        (standing.Calls, standing.Steps).Should().Be((0, 0));
        fixture.Memory.Read("route/chat/requests/day", QuotaWindow.Day).Should().Be(default(QuotaStanding));
        fixture.Memory.Reservations.Should().Be(0);
    }

    [Fact]
    public async Task A_refused_first_attempt_leaves_the_requests_part_to_the_next()
    {
        AdmissionRules rules = Rules with
        {
            Providers = new Dictionary<string, LimitsConfig> { ["openai"] = new() { Concurrency = 1 }, ["other"] = new() },
        };
        await using AdmissionFixture fixture = new(rules);
        await fixture.GrantedAsync(new AdmissionScopes { Provider = "openai" });
        RequestAdmission request = Begin(fixture);
        (await ReserveAsync(request)).Granted.Should().BeFalse();
        AdmissionLease lease = (await request.ReserveAsync("other", "b", null, Used(10), default)).Lease!;
        (await ReserveAsync(Begin(fixture))).Granted.Should().BeFalse();
        lease.Settle(Used(10));
        request.Complete();
        fixture.Memory.Read("route/chat/requests/day", QuotaWindow.Day).Should().Be(new QuotaStanding(1, 0));
        await request.Awaiting(r => r.ReserveAsync("other", "b", null, default, default).AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Attempts_that_start_together_take_the_requests_part_once()
    {
        await using AdmissionFixture fixture = new(Rules, clock => new FaultyStore(clock));
        FaultyStore store = (FaultyStore)fixture.Store;
        TaskCompletionSource gate = new();
        store.BeforeReserve = () => gate.Task;
        RequestAdmission request = Begin(fixture);
        Task<AdmissionResult> first = ReserveAsync(request);
        Task<AdmissionResult> second = ReserveAsync(request);
        gate.SetResult();
        (await first).Granted.Should().BeTrue();
        (await second).Granted.Should().BeTrue("it takes no second place on the route");
        (await first).Lease!.Settle(Used(1));
        (await second).Lease!.Cancel();
        request.Complete();
        await store.WhenSettledAsync(3);
        store.Inner.Reservations.Should().Be(0);
    }

    [Fact]
    public async Task A_switch_that_is_set_between_attempts_stops_the_next()
    {
        await using AdmissionFixture fixture = new(Rules);
        RequestAdmission request = Begin(fixture);
        (await GrantedAsync(request)).Settle(Used(1));
        await fixture.Controller.StopAsync(LimitScope.Agent, "robot", "3 AM", default);
        (await ReserveAsync(request)).Refusal!.Kind.Should().Be(AdmissionRefusalKind.Stopped);
        request.Complete();
        fixture.Memory.Reservations.Should().Be(0);
    }

    private static RequestAdmission Begin(AdmissionFixture fixture, bool isStep = false) =>
        fixture.Controller.Begin("chat", "acme", "session", "robot", isStep);

    private static Task<AdmissionResult> ReserveAsync(RequestAdmission request) =>
        request.ReserveAsync("openai", "mini", "gpt", Used(100), default).AsTask();

    private static async Task<AdmissionLease> GrantedAsync(RequestAdmission request)
    {
        AdmissionResult result = await ReserveAsync(request);
        result.Granted.Should().BeTrue(result.Refusal?.Detail);
        return result.Lease!;
    }
}
