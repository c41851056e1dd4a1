using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    [StoreFact]
    public async Task As_many_are_at_work_as_may_be()
    {
        for (int taken = 1; taken <= 3; taken++)
        {
            (await GrantAsync(Place("c", 3))).Marks[0].Standing.Should().Be(taken);
        }

        AdmissionDecision refused = await RefuseAsync(Place("c", 3));
        refused.Standing.Should().Be(3);
        refused.RetryAfter.Should().BeNull("nobody knows when one of them ends");
        await GrantAsync(Place("c", 4));
    }

    [StoreFact]
    public async Task A_lease_that_ends_makes_room_for_one()
    {
        Granted first = await GrantAsync(Place("c", 2));
        await GrantAsync(Place("c", 2));
        await SettleAsync(first, 1);
        await SettleAsync(first, 1);
        await GrantAsync(Place("c", 2));
        await RefuseAsync(Place("c", 2));
    }

    [StoreFact]
    public async Task A_lease_stands_until_it_expires()
    {
        await GrantAsync(Place("c", 1));
        Clock.Advance(Expiry - Millisecond);
        await RefuseAsync(Place("c", 1));
        Clock.Advance(Millisecond);
        await GrantAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task A_lease_that_is_renewed_stands_from_then_on()
    {
        Granted granted = await GrantAsync(Place("c", 2), Place("d", 1));
        await GrantAsync(Place("c", 2));
        Clock.Advance(Expiry / 2);
        await Store.RenewAsync(granted.Request.Id, Expiry, CancellationToken.None);
        Clock.Advance(Expiry - Millisecond);
        (await GrantAsync(Place("c", 2))).Marks[0].Standing.Should().Be(2, "the other was not renewed and has expired");
        await RefuseAsync(Place("d", 1));
        Clock.Advance(Millisecond);
        await GrantAsync(Place("d", 1));
    }

    [StoreFact]
    public async Task A_lease_that_has_expired_stays_expired()
    {
        Granted granted = await GrantAsync(Place("c", 1));
        Clock.Advance(Expiry);
        await Store.RenewAsync(granted.Request.Id, Expiry, CancellationToken.None);
        await GrantAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task Whoever_ends_after_the_expiry_takes_no_other_lease_along()
    {
        Granted late = await GrantAsync(Place("c", 1));
        Clock.Advance(Expiry);
        await GrantAsync(Place("c", 1));
        await SettleAsync(late, 1);
        await RefuseAsync(Place("c", 1));
    }

    [StoreFact]
    public async Task Nothing_comes_of_ending_or_renewing_what_never_was()
    {
        await Store.RenewAsync("nobody", Expiry, CancellationToken.None);
        await Store.SettleAsync(new AdmissionSettlement(NewId(), "nobody", [new(Place("c", 1), default, 1)]), CancellationToken.None);
        await GrantAsync(Place("c", 1));
        await RefuseAsync(Place("c", 1));
    }
}
