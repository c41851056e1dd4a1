using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    [StoreFact]
    public async Task One_claim_that_is_refused_leaves_the_others_untouched()
    {
        await GrantAsync(Place("full", 1));
        AdmissionDecision refused = await RefuseAsync(
            Rate("r", Seconds(10), Seconds(60)), Place("c", 1), Quota("q", 5, 10, QuotaWindow.Day), Switch("s"), Place("full", 1));
        refused.RefusedIndex.Should().Be(4);
        (await AheadAsync("r")).Should().Be(0);
        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(default(QuotaStanding));
        await GrantAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task Each_claim_gets_its_mark_in_the_order_of_the_request()
    {
        Granted granted = await GrantAsync(
            Switch("s"), Quota("q", 5, 10, QuotaWindow.Day), Place("c", 3), Rate("r", Seconds(10), Seconds(60)));
        granted.Marks.Select(mark => mark.Standing).Should().Equal(0, 5, 1, Seconds(10));
    }

    [StoreFact]
    public async Task Nothing_is_asked_of_a_request_without_claims() => (await GrantAsync()).Marks.Should().BeEmpty();

    [StoreTheory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public async Task The_claim_that_is_free_last_is_named(int first, int second, int third)
    {
        MoveTo("2026-01-03T00:00:00Z");
        AdmissionClaim[] claims =
        [
            Rate("soon", Seconds(6), Seconds(60)), Rate("later", Seconds(50), Seconds(60)), Quota("tomorrow", 10, 10, QuotaWindow.Day),
        ];
        await GrantAsync(Rate("soon", Seconds(60), Seconds(60)), Rate("later", Seconds(60), Seconds(60)), claims[2]);

        AdmissionClaim[] asked = [claims[first], claims[second], claims[third]];
        AdmissionDecision refused = await RefuseAsync(asked);
        asked[refused.RefusedIndex].Key.Should().Be("tomorrow");
        refused.RetryAfter.Should().Be(TimeSpan.FromDays(1));
        refused.Standing.Should().Be(10);

        asked = [.. asked.Where(claim => claim.Key != "tomorrow")];
        refused = await RefuseAsync(asked);
        asked[refused.RefusedIndex].Key.Should().Be("later");
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(50));
    }

    [StoreFact]
    public async Task What_has_no_time_is_free_after_all_that_have_one()
    {
        await GrantAsync(Rate("r", Seconds(60), Seconds(60)), Place("c", 1));
        (await RefuseAsync(Place("c", 1), Rate("r", Seconds(6), Seconds(60)))).RefusedIndex.Should().Be(0);
        (await RefuseAsync(Rate("r", Seconds(6), Seconds(60)), Place("c", 1))).RefusedIndex.Should().Be(1);
    }

    [StoreFact]
    public async Task What_was_cancelled_before_takes_nothing()
    {
        CancellationToken cancelled = new(canceled: true);
        Func<Task> reserve = async () => await Store.ReserveAsync(new AdmissionRequest(NewId(), [Place("c", 1)], Expiry), cancelled);
        await reserve.Should().ThrowAsync<OperationCanceledException>();
        await GrantAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task A_switch_refuses_with_its_reason_until_it_is_taken_back()
    {
        await GrantAsync(Switch("switch/all"));
        await Store.SetSwitchAsync("switch/all", "the bill of the night", CancellationToken.None);
        await Store.SetSwitchAsync("switch/tenant/acme", "it's \"theirs\" — für heute 🛑", CancellationToken.None);
        AdmissionDecision refused = await RefuseAsync(Place("c", 1), Switch("switch/all"));
        refused.RefusedIndex.Should().Be(1);
        refused.StopReason.Should().Be("the bill of the night");
        refused.RetryAfter.Should().BeNull();
        (await RefuseAsync(Switch("switch/tenant/acme"))).StopReason.Should().Be("it's \"theirs\" — für heute 🛑");
        await GrantAsync(Place("c", 1), Switch("switch/tenant/other"));

        await Store.SetSwitchAsync("switch/all", "still", CancellationToken.None);
        (await Store.ReadSwitchesAsync(CancellationToken.None)).Should().BeEquivalentTo(
            [new AdmissionStop("switch/all", "still"), new AdmissionStop("switch/tenant/acme", "it's \"theirs\" — für heute 🛑")]);

        await Store.SetSwitchAsync("switch/all", null, CancellationToken.None);
        await Store.SetSwitchAsync("switch/never", null, CancellationToken.None);
        await GrantAsync(Switch("switch/all"));
        (await Store.ReadSwitchesAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [StoreFact]
    public async Task A_switch_does_not_expire()
    {
        await Store.SetSwitchAsync("s", "stopped", CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(400));
        await RefuseAsync(Switch("s"));
    }

    [StoreFact]
    public async Task Whatever_a_caller_calls_itself_has_counters_of_its_own()
    {
        string[] keys =
        [
            string.Empty, " ", "a", "A", "a ", "'; DROP TABLE admission_lease; --", "\"quoted\"", "back\\slash", "100%_", "$1", "{0}",
            "new\nline", "nul\0", "nul", "nul\0more", "ü", "u\u0308", "日本語", "🧑‍🚀", "\ud800", "\udc00", new string('x', 10_000),
            new string('x', 9_999) + "y", new string('ü', 300),
        ];
        foreach (string key in keys)
        {
            Granted granted = await GrantAsync(Place(key, 1));
            granted.Marks[0].Standing.Should().Be(1, "nobody else is '{0}'", key);
        }

        foreach (string key in keys)
        {
            await RefuseAsync(Place(key, 1));
            await Store.SetSwitchAsync("switch/" + key, key.Replace("\0", string.Empty, StringComparison.Ordinal), CancellationToken.None);
            await RefuseAsync(Switch("switch/" + key));
            Granted granted = await GrantAsync(Rate("rate/" + key, 5, 10), Quota("quota/" + key, 5, 10, QuotaWindow.Day));
            await SettleAsync(granted, 10, 10);
            (await ReadAsync("quota/" + key, QuotaWindow.Day)).Spent.Should().Be(10);
        }
    }

    [StoreFact]
    public async Task Reservations_and_settlements_may_be_called_anything_too()
    {
        string[] ids = ["it's", "nul\0", "🧑‍🚀", new string('x', 10_000), new string('x', 9_999) + "y"];
        foreach (string id in ids)
        {
            AdmissionRequest request = new(id, [Quota("q", 1, 100, QuotaWindow.Day)], Expiry);
            AdmissionDecision decision = await Store.ReserveAsync(request, CancellationToken.None);
            decision.Granted.Should().BeTrue();
            Granted granted = new(request, decision.Marks!);
            await SettleAsync(id, granted, 1);
            await SettleAsync(id, granted, 1);
        }

        (await ReadAsync("q", QuotaWindow.Day)).Should().Be(new QuotaStanding(ids.Length, 0));
    }
}
