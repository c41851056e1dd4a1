using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    [StoreTheory]
    [InlineData("2026-03-03T23:59:59Z", "2026-03-04T00:00:00Z")]
    [InlineData("2028-02-28T12:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z")]
    public Task A_day_begins_at_midnight(string time, string turn) => TurnsAsync(QuotaWindow.Day, time, turn);

    [StoreTheory]
    [InlineData("2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z")]
    [InlineData("2027-02-28T12:00:00Z", "2027-03-01T00:00:00Z")]
    [InlineData("2028-02-28T12:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public Task A_month_begins_on_its_first_day(string time, string turn) => TurnsAsync(QuotaWindow.Month, time, turn);

    [StoreTheory]
    [InlineData("2026-01-03T00:00:00Z", "2026-01-03T01:01:00Z")]
    [InlineData("2026-01-03T00:00:30Z", "2026-01-03T01:01:00Z")]
    [InlineData("2026-01-03T00:00:59.999Z", "2026-01-03T01:01:00Z")]
    public Task A_rolling_window_counts_the_slot_that_is_partly_past_whole(string time, string turn) =>
        TurnsAsync(QuotaWindow.Rolling(TimeSpan.FromHours(1)), time, turn);

    [StoreFact]
    public async Task What_has_no_window_counts_for_ever()
    {
        await SettleAsync(await GrantAsync(Quota("q", 10, 10, QuotaWindow.Forever)), 10);
        Clock.Advance(TimeSpan.FromDays(4000));
        (await RefuseAsync(Quota("q", 1, 10, QuotaWindow.Forever))).RetryAfter.Should().BeNull();
    }

    [StoreFact]
    public async Task A_rolling_window_states_when_enough_slots_have_left_it()
    {
        QuotaWindow window = QuotaWindow.Rolling(TimeSpan.FromMinutes(60));
        MoveTo("2026-01-03T00:00:10Z");
        for (int minute = 0; minute < 4; minute++)
        {
            await SettleAsync(await GrantAsync(Quota("q", 25, 100, window)), 25);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        AdmissionDecision refused = await RefuseAsync(Quota("q", 50, 100, window));
        refused.Standing.Should().Be(100);
        refused.RetryAfter.Should().Be(TimeSpan.FromMinutes(62) - TimeSpan.FromSeconds(250), "the slots of minutes 0 and 1 have to go");
        Clock.Advance(refused.RetryAfter!.Value - Millisecond);
        await RefuseAsync(Quota("q", 50, 100, window));
        await GrantAsync(Quota("q", 25, 100, window));
        await SettleAsync(await GrantAsync(Quota("other", 25, 100, window)), 25);
        Clock.Advance(Millisecond);
        await GrantAsync(Quota("q", 25, 100, window));
    }

    [StoreFact]
    public async Task What_is_held_stands_in_its_own_window_and_is_booked_there()
    {
        MoveTo("2026-01-03T23:59:50Z");
        Granted granted = await GrantAsync(Quota("q", 600, 1000, QuotaWindow.Day));
        Clock.Advance(TimeSpan.FromSeconds(20));
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(default(QuotaStanding));
        await SettleAsync(granted, 500);
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(default(QuotaStanding));
        await GrantAsync(Quota("q", 1000, 1000, QuotaWindow.Day));
    }

    [StoreFact]
    public async Task What_is_booked_late_stands_in_the_slot_of_its_hold()
    {
        QuotaWindow window = QuotaWindow.Rolling(TimeSpan.FromMinutes(60));
        MoveTo("2026-01-03T00:00:00Z");
        Granted granted = await GrantAsync(Quota("q", 10, 100, window));
        Clock.Advance(TimeSpan.FromMinutes(30));
        await SettleAsync(granted, 10);
        (await ReadAsync("q", window)).Spent.Should().Be(10);
        Clock.Advance(TimeSpan.FromMinutes(31));
        (await ReadAsync("q", window)).Spent.Should().Be(0);
    }

    private async Task TurnsAsync(QuotaWindow window, string time, string turn)
    {
        MoveTo(time);
        await SettleAsync(await GrantAsync(Quota("q", 600, 1000, window)), 700);
        AdmissionDecision refused = await RefuseAsync(Quota("q", 600, 1000, window));
        refused.Standing.Should().Be(700);
        refused.RetryAfter.Should().Be(At(turn) - At(time));
        Clock.Advance(At(turn) - At(time) - Millisecond);
        await RefuseAsync(Quota("q", 600, 1000, window));
        (await ReadAsync("q", window)).Spent.Should().Be(700);
        Clock.Advance(Millisecond);
        (await ReadAsync("q", window)).Spent.Should().Be(0);
        await GrantAsync(Quota("q", 600, 1000, window));
    }

    private void MoveTo(string time) => Clock.Advance(At(time) - Clock.GetUtcNow());

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
