using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    [StoreFact]
    public async Task What_is_held_counts_as_what_is_spent()
    {
        (await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Forever))).Marks[0].Standing.Should().Be(600);
        AdmissionDecision refused = await RefuseAsync(Quota("q", 600, 1000, QuotaWindow.Forever));
        refused.Standing.Should().Be(600);
        refused.RetryAfter.Should().BeNull();
        (await GrantAsync(Quota("q", 400, 1000, QuotaWindow.Forever))).Marks[0].Standing.Should().Be(1000);
        (await ReadAsync("q", QuotaWindow.Forever)).Should().Be(new QuotaStanding(0, 1000));
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(250)]
    [InlineData(600)]
    [InlineData(5000)]
    public async Task What_it_came_to_is_booked_whatever_was_held(long actual)
    {
        Granted granted = await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        await SettleAsync(granted, actual);
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(new QuotaStanding(actual, 0));
        (await ReserveAsync(Quota("q", 600, 1000, QuotaWindow.Day))).Granted.Should().Be(actual <= 400);
    }

    [StoreFact]
    public async Task A_settlement_that_is_sent_again_changes_nothing()
    {
        Granted granted = await GrantAsync(Quota("q", 600, 10_000, QuotaWindow.Day), Rate("r", Seconds(10), Seconds(60)));
        string id = NewId();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SettleAsync(id, granted, 700, Seconds(30)).AsTask()));
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(new QuotaStanding(700, 0));
        (await AheadAsync("r")).Should().Be(Seconds(30));
        Clock.Advance(TimeSpan.FromMinutes(5));
        await SettleAsync(id, granted, 700, Seconds(30));
        (await ReadAsync("q", QuotaWindow.Day)).Spent.Should().Be(700);
        (await AheadAsync("r")).Should().Be(0);
    }

    [StoreFact]
    public async Task A_reservation_can_end_in_parts()
    {
        Granted granted = await GrantAsync(Quota("a", 5, 10, QuotaWindow.Day), Quota("b", 7, 10, QuotaWindow.Day), Place("c", 1));
        await Store.SettleAsync(new AdmissionSettlement(NewId(), granted.Request.Id, [granted.Settled(1, 4)]), CancellationToken.None);
        (await ReadAsync("a", QuotaWindow.Day)).Should().Be(new QuotaStanding(0, 5));
        (await ReadAsync("b", QuotaWindow.Day)).Should().Be(new QuotaStanding(4, 0));
        await RefuseAsync(Place("c", 1));
        await Store.SettleAsync(
            new AdmissionSettlement(NewId(), granted.Request.Id, [granted.Settled(2, 1), granted.Settled(0, 5)]), CancellationToken.None);
        (await ReadAsync("a", QuotaWindow.Day)).Should().Be(new QuotaStanding(5, 0));
        await GrantAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task A_hold_stands_until_it_expires_and_what_comes_later_is_booked_all_the_same()
    {
        Granted granted = await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        Clock.Advance(Expiry - Millisecond);
        (await ReadAsync("q", QuotaWindow.Day)).Held.Should().Be(600);
        await RefuseAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        Clock.Advance(Millisecond);
        (await ReadAsync("q", QuotaWindow.Day)).Held.Should().Be(0);
        Granted other = await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        await SettleAsync(granted, 500);
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(new QuotaStanding(500, 600));
        await SettleAsync(other, 1);
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(new QuotaStanding(501, 0));
    }

    [StoreFact]
    public async Task A_hold_that_is_renewed_stands_from_then_on_and_an_expired_one_does_not_come_back()
    {
        Granted granted = await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        Clock.Advance(Expiry / 2);
        await Store.RenewAsync(granted.Request.Id, Expiry, CancellationToken.None);
        Clock.Advance(Expiry - Millisecond);
        (await ReadAsync("q", QuotaWindow.Day)).Held.Should().Be(600);
        Clock.Advance(Millisecond);
        await Store.RenewAsync(granted.Request.Id, Expiry, CancellationToken.None);
        (await ReadAsync("q", QuotaWindow.Day)).Held.Should().Be(0);
    }

    [StoreFact]
    public async Task Nothing_more_fits_into_what_is_full_but_nothing()
    {
        await GrantAsync(Quota("q", 10, 10, QuotaWindow.Day));
        await GrantAsync(Quota("q", 0, 10, QuotaWindow.Day));
        await RefuseAsync(Quota("q", 1, 10, QuotaWindow.Day));
        await RefuseAsync(Quota("q", 0, 9, QuotaWindow.Day));
    }

    [StoreFact]
    public async Task What_is_larger_than_a_quota_is_refused_without_a_time() =>
        (await RefuseAsync(Quota("q", 11, 10, QuotaWindow.Day))).RetryAfter.Should().BeNull();

    [StoreFact]
    public async Task A_quota_that_is_only_counted_refuses_nothing_and_stops_at_the_largest_number()
    {
        for (int turn = 0; turn < 3; turn++)
        {
            Granted granted = await GrantAsync(Quota("q", long.MaxValue, long.MaxValue, QuotaWindow.Forever));
            granted.Marks[0].Standing.Should().Be(long.MaxValue);
            await GrantAsync(Quota("q", long.MaxValue, long.MaxValue, QuotaWindow.Forever));
            await SettleAsync(granted, long.MaxValue);
        }

        (await ReadAsync("q", QuotaWindow.Forever)).Should().Be(new QuotaStanding(long.MaxValue, long.MaxValue));
        AdmissionDecision refused = await RefuseAsync(Quota("q", 1, long.MaxValue - 1, QuotaWindow.Forever));
        refused.Standing.Should().Be(long.MaxValue);
    }
}
