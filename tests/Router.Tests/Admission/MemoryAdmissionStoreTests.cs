using Router.Admission;
using Router.TestKit;
using static Router.Tests.Admission.Claims;

namespace Router.Tests.Admission;

#pragma warning disable CA1001 // A store in memory has nothing to let go of.
public sealed class MemoryAdmissionStoreTests
#pragma warning restore CA1001
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryAdmissionStore _store;

    public MemoryAdmissionStoreTests() => _store = new MemoryAdmissionStore(_clock);

    [Fact]
    public void A_rate_lets_its_burst_through_and_then_one_for_each_interval()
    {
        AdmissionClaim claim = Rate("r", Second, 3 * Second);
        for (int index = 0; index < 3; index++)
        {
            _store.Reserve($"a{index}", claim).Granted.Should().BeTrue();
        }

        AdmissionDecision refused = _store.Reserve("b", claim);
        refused.Granted.Should().BeFalse();
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
        refused.Standing.Should().Be(3 * Second);
        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(10));
        _store.Reserve("c", claim).Granted.Should().BeFalse("a microsecond is missing");
        _clock.Advance(TimeSpan.FromTicks(10));
        _store.Reserve("d", claim).Granted.Should().BeTrue();
        _store.Reserve("e", claim).Granted.Should().BeFalse();
    }

    [Fact]
    public void An_amount_beyond_the_limit_is_refused_without_a_time() =>
        _store.Reserve("a", Rate("r", 4 * Second, 3 * Second)).RetryAfter.Should().BeNull();

    [Fact]
    public void A_refund_gives_back_what_still_lies_ahead_and_no_more()
    {
        AdmissionClaim claim = Rate("r", 3 * Second, 3 * Second);
        AdmissionDecision first = _store.Reserve("a", claim);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _store.Settle("a", first, [claim], 0);
        AdmissionDecision second = _store.Reserve("b", claim);
        second.Granted.Should().BeTrue("one second was ahead and came back");
        second.Marks![0].Standing.Should().Be(3 * Second, "what had run off did not make room for more than the burst");
    }

    [Fact]
    public void Two_refunds_do_not_give_back_what_a_later_one_took()
    {
        AdmissionClaim claim = Rate("r", 10 * Second, 20 * Second);
        AdmissionDecision first = _store.Reserve("a", claim);
        AdmissionDecision second = _store.Reserve("b", claim);
        _store.Settle("a", first, [claim], 0);
        _clock.Advance(TimeSpan.FromSeconds(12));
        _store.Reserve("c", claim).Granted.Should().BeTrue();
        _store.Settle("b", second, [claim], 0);
        _store.Reserve("d", Rate("r", 11 * Second, 20 * Second)).Granted.Should().BeFalse("c took 10 of 20 a moment ago");
        _store.Reserve("e", claim).Granted.Should().BeTrue();
    }

    [Fact]
    public void More_than_was_taken_pushes_the_rate_ahead_beyond_its_limit()
    {
        AdmissionClaim claim = Rate("r", Second, 3 * Second);
        AdmissionDecision first = _store.Reserve("a", claim);
        _store.Settle("a", first, [claim], 10 * Second);
        _store.Reserve("b", claim).RetryAfter.Should().Be(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void Nothing_is_taken_where_one_claim_is_refused()
    {
        _store.Reserve("a", Place("full", 1)).Granted.Should().BeTrue();
        AdmissionDecision refused = _store.Reserve(
            "b", Rate("r", Second, Second), Quota("q", 5, 5, QuotaWindow.Day), Place("full", 1));
        refused.RefusedIndex.Should().Be(2);
        refused.RetryAfter.Should().BeNull();
        refused.Standing.Should().Be(1);
        _store.Reserve("c", Rate("r", Second, Second), Quota("q", 5, 5, QuotaWindow.Day)).Granted.Should().BeTrue();
    }

    [Fact]
    public void Of_several_refused_the_one_that_is_free_last_is_named()
    {
        AdmissionClaim[] claims = [Rate("fast", Second, Second), Rate("slow", 9 * Second, 9 * Second)];
        _store.Reserve("a", claims).Granted.Should().BeTrue();
        AdmissionDecision refused = _store.Reserve("b", claims);
        refused.RefusedIndex.Should().Be(1);
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void A_place_comes_back_by_settlement_once_and_by_expiry()
    {
        AdmissionClaim claim = Place("p", 2);
        AdmissionDecision first = _store.Reserve("a", claim);
        _store.Reserve("b", claim).Granted.Should().BeTrue();
        _store.Reserve("c", claim).Granted.Should().BeFalse();
        _store.Settle("a", first, [claim], 0);
        _store.Settle("a", first, [claim], 0);
        _store.Reserve("d", claim).Granted.Should().BeTrue();
        _store.Reserve("e", claim).Granted.Should().BeFalse("the second settlement changed nothing");
        _clock.Advance(TimeSpan.FromSeconds(60));
        _store.Reserve("f", claim).Granted.Should().BeTrue();
        _store.Reservations.Should().Be(1);
        _store.Settle("a", first, [claim], 0);
        _store.Reserve("g", claim).Granted.Should().BeTrue();
        _store.Reserve("h", claim).Granted.Should().BeFalse();
    }

    [Fact]
    public async Task A_renewed_lease_stands_and_an_expired_one_stays_expired()
    {
        AdmissionClaim claim = Place("p", 1);
        _store.Reserve("a", claim);
        _clock.Advance(TimeSpan.FromSeconds(59));
        await _store.RenewAsync("a", TimeSpan.FromSeconds(60), default);
        _clock.Advance(TimeSpan.FromSeconds(59));
        _store.Reserve("b", claim).Granted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _store.RenewAsync("a", TimeSpan.FromSeconds(60), default);
        _store.Reserve("c", claim).Granted.Should().BeTrue();
    }

    [Fact]
    public void A_shorter_expiry_ends_before_longer_ones_that_came_first()
    {
        _store.Reserve(new AdmissionRequest("a", [Place("p", 2)], TimeSpan.FromSeconds(90)));
        _store.Reserve(new AdmissionRequest("b", [Place("p", 2)], TimeSpan.FromSeconds(30)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        _store.Reserve("c", Place("p", 2)).Granted.Should().BeTrue();
        _store.Reserve("d", Place("p", 2)).Granted.Should().BeFalse();
    }

    [Fact]
    public void A_quota_counts_what_is_spent_and_held()
    {
        AdmissionClaim claim = Quota("q", 600, 1000, QuotaWindow.Forever);
        AdmissionDecision first = _store.Reserve("a", claim);
        first.Marks![0].Standing.Should().Be(600);
        AdmissionDecision refused = _store.Reserve("b", claim);
        (refused.Granted, refused.Standing, refused.RetryAfter).Should().Be((false, 600, null));
        _store.Settle("a", first, [claim], 150);
        _store.Read("q", QuotaWindow.Forever).Should().Be(new QuotaStanding(150, 0));
        _store.Reserve("c", claim).Granted.Should().BeTrue();
        _store.Read("q", QuotaWindow.Forever).Should().Be(new QuotaStanding(150, 600));
    }

    [Fact]
    public void A_hold_that_expired_lets_go_and_its_settlement_is_booked_all_the_same()
    {
        AdmissionClaim claim = Quota("q", 600, 1000, QuotaWindow.Forever);
        AdmissionDecision first = _store.Reserve("a", claim);
        _clock.Advance(TimeSpan.FromSeconds(61));
        _store.Read("q", QuotaWindow.Forever).Should().Be(new QuotaStanding(0, 0));
        _store.Settle("a", first, [claim], 700);
        _store.Settle("a", first, [claim], 700);
        _store.Read("q", QuotaWindow.Forever).Should().Be(new QuotaStanding(700, 0));
    }

    [Theory]
    [InlineData(QuotaWindowKind.Day, "2026-01-03T00:00:00Z")]
    [InlineData(QuotaWindowKind.Month, "2026-02-01T00:00:00Z")]
    public void A_quota_of_a_day_or_a_month_begins_anew_at_its_end(QuotaWindowKind kind, string end)
    {
        AdmissionClaim claim = Quota("q", 10, 10, new QuotaWindow(kind));
        _store.Reserve("a", claim).Granted.Should().BeTrue();
        TimeSpan rest = DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture) - _clock.GetUtcNow();
        _store.Reserve("b", claim).RetryAfter.Should().Be(rest);
        _clock.Advance(rest - TimeSpan.FromTicks(10));
        _store.Settle(new AdmissionSettlement("s", "a", [new SettledClaim(claim, new AdmissionMark(Micros("2026-01-02T00:00:00Z", kind), 0), 10)]));
        _store.Reserve("c", claim).Granted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(10));
        _store.Reserve("d", claim).Granted.Should().BeTrue();
    }

    [Fact]
    public void What_was_held_before_midnight_is_booked_to_the_day_before()
    {
        _clock.Advance(DateTimeOffset.Parse("2026-01-02T23:59:59Z", System.Globalization.CultureInfo.InvariantCulture) - _clock.GetUtcNow());
        AdmissionClaim claim = Quota("q", 10, 10, QuotaWindow.Day);
        AdmissionDecision decision = _store.Reserve("a", claim);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _store.Reserve("b", claim).Granted.Should().BeTrue("a new day has begun");
        _store.Settle("a", decision, [claim], 10);
        _store.Read("q", QuotaWindow.Day).Should().Be(new QuotaStanding(0, 10));
    }

    [Fact]
    public void A_rolling_quota_frees_slot_by_slot()
    {
        QuotaWindow window = QuotaWindow.Rolling(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromSeconds(55)); // 03:05:00, the start of a slot
        AdmissionClaim claim = Quota("q", 5, 10, window);
        Spend("a", claim);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Spend("b", claim);
        AdmissionDecision refused = _store.Reserve("c", claim);
        refused.RetryAfter.Should().Be(TimeSpan.FromMinutes(51), "the slot of 03:05 is past whole at 04:06");
        _clock.Advance(TimeSpan.FromMinutes(51) - TimeSpan.FromTicks(10));
        _store.Reserve("d", claim).Granted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(10));
        _store.Reserve("e", claim).Granted.Should().BeTrue();
    }

    [Fact]
    public void Sums_beyond_the_largest_number_do_not_wrap_around()
    {
        AdmissionClaim counted = Quota("q", long.MaxValue, long.MaxValue, QuotaWindow.Forever);
        for (int index = 0; index < 3; index++)
        {
            _store.Settle($"a{index}", _store.Reserve($"a{index}", counted), [counted], long.MaxValue);
        }

        _store.Read("q", QuotaWindow.Forever).Spent.Should().Be(long.MaxValue);
        _store.Reserve("b", counted with { Amount = 1, Limit = long.MaxValue - 1 }).Granted.Should().BeFalse();
        AdmissionClaim rate = Rate("r", long.MaxValue / 3, long.MaxValue / 3);
        AdmissionDecision first = _store.Reserve("c", rate);
        _store.Settle("c", first, [rate], long.MaxValue);
        _store.Settle("d", first, [rate], long.MaxValue);
        _store.Reserve("e", rate).Granted.Should().BeFalse();
    }

    [Fact]
    public async Task A_switch_refuses_with_its_reason_until_it_is_taken_back()
    {
        await _store.SetSwitchAsync("switch/all", "night", default);
        AdmissionDecision refused = _store.Reserve("a", Switch("switch/other"), Switch("switch/all"), Place("p", 1));
        (refused.Granted, refused.RefusedIndex, refused.StopReason).Should().Be((false, 1, "night"));
        (await _store.ReadSwitchesAsync(default)).Should().Equal(new AdmissionStop("switch/all", "night"));
        await _store.SetSwitchAsync("switch/all", null, default);
        _store.Reserve("b", Switch("switch/all"), Place("p", 1)).Granted.Should().BeTrue();
    }

    [Fact]
    public void Parts_of_a_reservation_are_settled_apart()
    {
        AdmissionClaim[] claims = [Place("x", 1), Place("y", 1)];
        AdmissionDecision decision = _store.Reserve("a", claims);
        _store.Settle(new AdmissionSettlement("1", "a", [new SettledClaim(claims[0], decision.Marks![0], 0)]));
        _store.Reservations.Should().Be(1);
        _store.Reserve("b", claims[0]).Granted.Should().BeTrue();
        _store.Reserve("c", claims[1]).Granted.Should().BeFalse();
        _store.Settle(new AdmissionSettlement("2", "a", [new SettledClaim(claims[1], decision.Marks![1], 0)]));
        _store.Reserve("c", claims[1]).Granted.Should().BeTrue();
        _store.Reservations.Should().Be(2);
    }

    [Fact]
    public void Counters_that_say_nothing_any_more_are_dropped()
    {
        for (int index = 0; index < 50_000; index++)
        {
            AdmissionClaim[] claims =
            [
                Rate($"session/{index}/requests", Second, Second), Place($"session/{index}/concurrency", 1),
                Quota($"session/{index}/day", 1, 5, QuotaWindow.Rolling(TimeSpan.FromMinutes(1))),
            ];
            _store.Settle($"r{index}", _store.Reserve($"r{index}", claims), claims, Second, 1, 1);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _store.Counters.Should().BeLessThan(3000);
        _store.Reservations.Should().Be(0);
    }

    [Fact]
    public void What_stands_is_never_dropped()
    {
        AdmissionClaim kept = Quota("kept", 1, 1, QuotaWindow.Forever);
        _store.Settle("k", _store.Reserve("k", kept), [kept], 1);
        for (int index = 0; index < 5000; index++)
        {
            _store.Reserve($"r{index}", Rate($"r{index}", 1, 1));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _store.Counters.Should().BeLessThan(2100);
        _store.Reserve("l", kept).Granted.Should().BeFalse();
    }

    private void Spend(string id, AdmissionClaim claim) => _store.Settle(id, _store.Reserve(id, claim), [claim], claim.Amount);

    private static long Micros(string day, QuotaWindowKind kind)
    {
        DateTimeOffset at = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        return (kind == QuotaWindowKind.Month ? at.AddDays(-1) : at).ToUnixTimeMilliseconds() * 1000;
    }
}
