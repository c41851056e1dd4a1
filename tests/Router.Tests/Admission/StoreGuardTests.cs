using Router.Admission;
using Router.TestKit;
using static Router.Tests.Admission.AdmissionFixture;

namespace Router.Tests.Admission;

public sealed class StoreGuardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly LimitsConfig Open = new() { RequestsPerMinute = 6, Concurrency = 6 };

    [Fact]
    public async Task A_store_that_fails_is_left_alone_and_each_process_keeps_its_share()
    {
        await using AdmissionFixture fixture = Given(Provider(Open), instances: 3);
        FaultyStore store = (FaultyStore)fixture.Store;
        store.BeforeReserve = () => throw new InvalidOperationException("password");
        int passed = 0;
        while ((await fixture.ReserveAsync()).Granted)
        {
            passed++;
        }

        passed.Should().Be(2, "a third of 6");
        await fixture.RefusedAsync();
        store.Reserves.Should().Be(3, "after three failures it is left alone");
        fixture.Logs.Entries.Should().ContainSingle().Which.Message.Should().Contain("is away").And.NotContain("password");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        store.BeforeReserve = null;
        await fixture.GrantedAsync();
        await fixture.GrantedAsync();
        store.Reserves.Should().Be(5);
        fixture.Logs.Entries.Select(entry => entry.Id).Should().Equal(1201, 1202);
    }

    [Fact]
    public async Task A_limit_that_fails_closed_lets_nothing_through()
    {
        await using AdmissionFixture fixture = Given(Budget(new BudgetConfig { Name = "b", Limit = 1m }));
        ((FaultyStore)fixture.Store).BeforeReserve = () => throw new InvalidOperationException();
        AdmissionRefusal refusal = await fixture.RefusedAsync(estimate: Cost(0.1m));
        (refusal.Kind, refusal.Limit).Should().Be((AdmissionRefusalKind.StoreUnavailable, "b"));
        fixture.Events.Should().BeEmpty("it is not exhausted");
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_time_limit_and_a_late_grant_is_given_back()
    {
        await using AdmissionFixture fixture = Given(Provider(new LimitsConfig { Concurrency = 1, OnStoreFailure = StoreFailure.Closed }));
        FaultyStore store = (FaultyStore)fixture.Store;
        TaskCompletionSource gate = new();
        store.AfterReserve = () => gate.Task;
        Task<AdmissionResult> pending = fixture.ReserveAsync();
        pending.IsCompleted.Should().BeFalse();
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(50));
        (await pending).Refusal!.Kind.Should().Be(AdmissionRefusalKind.StoreUnavailable);
        store.Inner.Reservations.Should().Be(1);
        store.AfterReserve = null;
        gate.SetResult();
        await store.WhenSettledAsync(1);
        store.Inner.Reservations.Should().Be(0);
        await fixture.GrantedAsync();
    }

    [Fact]
    public async Task A_caller_that_leaves_gets_nothing_and_harms_nothing()
    {
        await using AdmissionFixture fixture = Given(Provider(Open));
        FaultyStore store = (FaultyStore)fixture.Store;
        TaskCompletionSource gate = new();
        store.AfterReserve = () => gate.Task;
        using CancellationTokenSource cancel = new();
        Task<AdmissionResult> pending = fixture.Controller.ReserveAsync(new AdmissionScopes { Provider = "openai" }, default, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await pending.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();
        await store.WhenSettledAsync(1);
        store.Inner.Reservations.Should().Be(0);
        fixture.Logs.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Exactly_one_call_tries_whether_the_store_is_back()
    {
        await using AdmissionFixture fixture = Given(Provider(Open));
        FaultyStore store = (FaultyStore)fixture.Store;
        store.BeforeReserve = () => throw new InvalidOperationException();
        for (int index = 0; index < 3; index++)
        {
            await fixture.GrantedAsync();
        }

        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        TaskCompletionSource gate = new();
        store.BeforeReserve = () => gate.Task;
        Task<AdmissionResult> probe = fixture.ReserveAsync();
        await fixture.GrantedAsync();
        store.Reserves.Should().Be(4);
        gate.SetResult();
        (await probe).Granted.Should().BeTrue();
    }

    [Fact]
    public async Task A_used_up_rate_costs_no_call_until_its_return()
    {
        await using AdmissionFixture fixture = Given(Provider(new LimitsConfig { RequestsPerMinute = 1 }));
        FaultyStore store = (FaultyStore)fixture.Store;
        AdmissionLease lease = await fixture.GrantedAsync();
        AdmissionRefusal first = await fixture.RefusedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        AdmissionRefusal second = await fixture.RefusedAsync();
        (first.RetryAfter - second.RetryAfter).Should().Be(TimeSpan.FromSeconds(10));
        store.Reserves.Should().Be(2);
        lease.Cancel();
        await store.WhenSettledAsync(1);
        await fixture.GrantedAsync();
        store.Reserves.Should().Be(3, "what came back is asked for");
    }

    [Fact]
    public async Task A_settlement_is_repeated_until_the_store_takes_it()
    {
        await using AdmissionFixture fixture = Given(Budget(new BudgetConfig { Name = "b", Limit = 1m }));
        FaultyStore store = (FaultyStore)fixture.Store;
        int failures = 0;
        store.BeforeSettle = () => failures++ < 3 ? throw new InvalidOperationException() : Task.CompletedTask;
        (await fixture.GrantedAsync(estimate: Cost(0.5m))).Settle(Cost(0.2m));
        Task settled = store.WhenSettledAsync(1);
        for (int index = 0; index < 3; index++)
        {
            await AdvanceToBackoffAsync(fixture, settled);
        }

        await settled;
        BudgetStanding standing = await fixture.StandingAsync();
        (standing.Spent, standing.Held).Should().Be((0.2m, 0m));
    }

    [Fact]
    public async Task Money_spent_while_the_store_was_away_is_booked_when_it_is_back()
    {
        await using AdmissionFixture fixture = Given(Budget(
            new BudgetConfig { Name = "b", Limit = 1m, OnStoreFailure = StoreFailure.LocalShare }), instances: 2);
        FaultyStore store = (FaultyStore)fixture.Store;
        store.BeforeReserve = () => throw new InvalidOperationException();
        AdmissionLease lease = await fixture.GrantedAsync(estimate: Cost(0.4m));
        await fixture.RefusedAsync(estimate: Cost(0.2m));
        lease.Settle(Cost(0.3m));
        await store.WhenSettledAsync(3); // two reservations in doubt are given back, and one spending is booked
        (await fixture.StandingAsync()).Spent.Should().Be(0.3m);
    }

    [Fact]
    public async Task A_switch_that_was_seen_holds_while_the_store_is_away()
    {
        await using AdmissionFixture fixture = Given(Provider(Open));
        FaultyStore store = (FaultyStore)fixture.Store;
        await store.SetSwitchAsync("switch/all", "another process said so", default);
        await fixture.RefusedAsync();
        store.BeforeReserve = () => throw new InvalidOperationException();
        (await fixture.RefusedAsync()).Kind.Should().Be(AdmissionRefusalKind.Stopped);
        store.BeforeReserve = null;
        await store.SetSwitchAsync("switch/all", null, default);
        await fixture.GrantedAsync();
        store.BeforeReserve = () => throw new InvalidOperationException();
        await fixture.GrantedAsync();
    }

    [Fact]
    public async Task Whoever_waits_is_told_once_the_store_knows_what_is_free_again()
    {
        await using AdmissionFixture fixture = Given(Provider(new LimitsConfig { RequestsPerMinute = 1 }));
        FaultyStore store = (FaultyStore)fixture.Store;
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.BeforeSettle = () => gate.Task;
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Controller.Released += () =>
        {
            if (store.Settles == 1)
            {
                told.TrySetResult();
            }
        };
        (await fixture.GrantedAsync()).Cancel();
        await fixture.RefusedAsync();
        gate.SetResult();
        await told.Task.WaitAsync(Patience, TimeProvider.System);
        await fixture.GrantedAsync();
    }

    [Fact]
    public async Task What_other_processes_free_is_asked_for_again()
    {
        await using AdmissionFixture shared = Given(Provider(Open));
        await using AdmissionFixture alone = new(Provider(Open));
        (shared.Controller.AskAgain, alone.Controller.AskAgain).Should().Be((TimeSpan.FromSeconds(1), null));
    }

    [Fact]
    public async Task Settlements_wait_for_the_store_side_by_side_as_reservations_do()
    {
        const int Calls = 30;
        await using AdmissionFixture fixture = Given(Provider(new LimitsConfig { Concurrency = Calls }));
        FaultyStore store = (FaultyStore)fixture.Store;
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        store.BeforeSettle = () =>
        {
            if (Interlocked.Increment(ref asked) == Calls)
            {
                all.SetResult();
            }

            return all.Task;
        };
        List<AdmissionLease> leases = [];
        for (int call = 0; call < Calls; call++)
        {
            leases.Add(await fixture.GrantedAsync());
        }

        leases.ForEach(lease => lease.Cancel());
        await store.WhenSettledAsync(Calls).WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task A_renewal_that_hangs_lets_no_other_lease_expire()
    {
        await using AdmissionFixture fixture = Given(Provider(new LimitsConfig { Concurrency = 2 }));
        FaultyStore store = (FaultyStore)fixture.Store;
        int renewals = 0;
        store.BeforeRenew = () => ++renewals == 1 ? new TaskCompletionSource().Task : Task.CompletedTask;
        AdmissionLease first = await fixture.GrantedAsync();
        AdmissionLease second = await fixture.GrantedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        store.Inner.Reservations.Should().Be(1, "the other one was renewed after 40 seconds");
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    [Fact]
    public async Task A_renewal_is_not_waited_for_without_end()
    {
        ManualTimeProvider clock = new();
        FaultyStore store = new(clock) { BeforeRenew = () => new TaskCompletionSource().Task };
        await using AdmissionBackend backend = new(store, new AdmissionStoreConfig(), clock, new ListLoggerFactory().CreateLogger("x"), () => { });
        Task renewing = backend.RenewAsync("id", TimeSpan.FromMinutes(1), isLocal: false).AsTask();
        renewing.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(5));
        await renewing.WaitAsync(Patience, TimeProvider.System);
    }

    // The renewals' timer stands too where something is held; the backoff is the earlier one.
    private static async Task AdvanceToBackoffAsync(AdmissionFixture fixture, Task settled)
    {
        Task timers = fixture.Clock.WhenTimersAsync(2);
        if (await Task.WhenAny(timers, settled) == timers)
        {
            await fixture.Clock.AdvanceToNextTimerAsync();
        }
    }

    private static AdmissionFixture Given(AdmissionRules rules, int instances = 1) => new(rules, clock => new FaultyStore(clock), instances: instances);
}
