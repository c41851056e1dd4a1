using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    [StoreFact]
    public async Task A_rate_lets_its_burst_through_and_no_more()
    {
        for (int taken = 1; taken <= 10; taken++)
        {
            Granted granted = await GrantAsync(Rate("r", Seconds(6), Seconds(60)));
            granted.Marks[0].Standing.Should().Be(Seconds(6 * taken));
        }

        AdmissionDecision refused = await RefuseAsync(Rate("r", Seconds(6), Seconds(60)));
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(6));
        refused.Standing.Should().Be(Seconds(60));
    }

    [StoreFact]
    public async Task A_refused_rate_is_free_at_the_time_it_states_and_not_before()
    {
        await GrantAsync(Rate("r", Seconds(60), Seconds(60)));
        TimeSpan wait = (await RefuseAsync(Rate("r", Seconds(6), Seconds(60)))).RetryAfter!.Value;
        Clock.Advance(wait - Millisecond);
        await RefuseAsync(Rate("r", Seconds(6), Seconds(60)));
        Clock.Advance(Millisecond);
        await GrantAsync(Rate("r", Seconds(6), Seconds(60)));
        await RefuseAsync(Rate("r", Seconds(0.001), Seconds(60)));
    }

    [StoreFact]
    public async Task A_rate_that_rested_holds_one_burst_and_not_two()
    {
        await GrantAsync(Rate("r", Seconds(30), Seconds(60)));
        Clock.Advance(TimeSpan.FromDays(3));
        await GrantAsync(Rate("r", Seconds(60), Seconds(60)));
        await RefuseAsync(Rate("r", Seconds(0.001), Seconds(60)));
    }

    [StoreFact]
    public async Task What_is_larger_than_a_rates_limit_is_refused_without_a_time()
    {
        AdmissionDecision refused = await RefuseAsync(Rate("r", Seconds(60) + 1, Seconds(60)));
        refused.RetryAfter.Should().BeNull();
        refused.Standing.Should().Be(0);
    }

    [StoreFact]
    public async Task A_rate_gets_back_what_was_not_used()
    {
        Granted granted = await GrantAsync(Rate("r", Seconds(60), Seconds(60)));
        await SettleAsync(granted, Seconds(15));
        (await AheadAsync("r")).Should().Be(Seconds(15));
        await GrantAsync(Rate("r", Seconds(45), Seconds(60)));
        await RefuseAsync(Rate("r", 1, Seconds(60)));
    }

    [StoreFact]
    public async Task A_refund_never_exceeds_what_still_stands()
    {
        Granted first = await GrantAsync(Rate("r", Seconds(10), Seconds(60)));
        await GrantAsync(Rate("r", Seconds(50), Seconds(60)));
        Clock.Advance(TimeSpan.FromSeconds(8));
        await SettleAsync(first, 0);
        (await AheadAsync("r")).Should().Be(Seconds(50), "8 of the 10 seconds had run off, and the other 50 belong to another");
    }

    [StoreFact]
    public async Task A_refund_that_comes_when_all_has_run_off_gives_nothing()
    {
        Granted first = await GrantAsync(Rate("r", Seconds(10), Seconds(60)));
        Clock.Advance(TimeSpan.FromSeconds(30));
        await GrantAsync(Rate("r", Seconds(40), Seconds(60)));
        await SettleAsync(first, 0);
        (await AheadAsync("r")).Should().Be(Seconds(40));
    }

    [StoreFact]
    public async Task Refunds_of_several_never_give_back_what_others_took_later()
    {
        Granted first = await GrantAsync(Rate("r", Seconds(10), Seconds(20)));
        Granted second = await GrantAsync(Rate("r", Seconds(10), Seconds(20)));
        await SettleAsync(first, 0);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await GrantAsync(Rate("r", Seconds(20), Seconds(20)));
        await SettleAsync(second, 0);
        (await AheadAsync("r")).Should().Be(Seconds(20), "the second's place had moved to the front and run off");
    }

    [StoreFact]
    public async Task Refunds_reach_no_further_after_a_rest_than_before()
    {
        Granted first = await GrantAsync(Rate("r", Seconds(10), Seconds(20)));
        Granted second = await GrantAsync(Rate("r", Seconds(10), Seconds(20)));
        await SettleAsync(first, 0);
        Clock.Advance(TimeSpan.FromSeconds(14));
        await GrantAsync(Rate("r", Seconds(20), Seconds(20)));
        await SettleAsync(second, 0);
        (await AheadAsync("r")).Should().Be(Seconds(20));
    }

    [StoreFact]
    public async Task What_came_to_more_pushes_a_rate_ahead_without_a_limit()
    {
        Granted granted = await GrantAsync(Rate("r", Seconds(10), Seconds(60)));
        Clock.Advance(TimeSpan.FromSeconds(4));
        await SettleAsync(granted, Seconds(500));
        (await AheadAsync("r")).Should().Be(Seconds(496));
        (await RefuseAsync(Rate("r", Seconds(10), Seconds(60)))).RetryAfter.Should().Be(TimeSpan.FromSeconds(446));
    }

    [StoreFact]
    public async Task What_came_to_more_counts_from_now_where_the_rest_has_run_off()
    {
        Granted granted = await GrantAsync(Rate("r", Seconds(10), Seconds(60)));
        Clock.Advance(TimeSpan.FromSeconds(50));
        await SettleAsync(granted, Seconds(25));
        (await AheadAsync("r")).Should().Be(Seconds(15));
    }

    [StoreFact]
    public async Task The_largest_numbers_close_a_rate_and_never_open_it()
    {
        Granted granted = await GrantAsync(Rate("r", long.MaxValue, long.MaxValue));
        (await AheadAsync("r")).Should().BeGreaterThan(long.MaxValue / 2);
        await RefuseAsync(Rate("r", long.MaxValue, long.MaxValue));
        await SettleAsync(granted, long.MaxValue);
        Granted other = await GrantAsync(Rate("other", 1, long.MaxValue));
        await SettleAsync(other, long.MaxValue);
        await RefuseAsync(Rate("other", Seconds(1), Seconds(60)));
    }
}
