using Router.Admission;

namespace Router.Stores.Contract;

public abstract partial class AdmissionStoreContract
{
    private const int Callers = 200;

    [StoreFact]
    public async Task Callers_at_once_get_exactly_the_limit_of_a_rate() =>
        (await CountAsync(_ => Rate("r", Seconds(1), Seconds(50)))).Should().Be(50);

    [StoreFact]
    public async Task Callers_at_once_get_exactly_the_places_there_are() => (await CountAsync(_ => Place("c", 50))).Should().Be(50);

    [StoreFact]
    public async Task Callers_at_once_get_exactly_what_a_quota_holds() =>
        (await CountAsync(_ => Quota("q", 3, 152, QuotaWindow.Day))).Should().Be(50);

    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Claims_in_any_order_neither_block_each_other_nor_lose_anything(int seed)
    {
        const int Keys = 6;
        const int Limit = 5;
        long[] booked = new long[Keys];
        int[] atWork = new int[Keys];
        int beaten = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(() => WorkAsync(new Random((seed * 100) + caller)))));

        beaten.Should().Be(0);
        for (int key = 0; key < Keys; key++)
        {
            (await ReadAsync($"q{key}", QuotaWindow.Day)).Should().Be(new QuotaStanding(booked[key], 0));
            (await GrantAsync(Place($"c{key}", Limit))).Marks[0].Standing.Should().Be(1, "every lease has ended");
        }

        async Task WorkAsync(Random random)
        {
            for (int turn = 0; turn < 12; turn++)
            {
                int[] keys = [.. Enumerable.Range(0, Keys).OrderBy(_ => random.Next()).Take(random.Next(1, Keys))];
                AdmissionClaim[] claims = [.. keys.SelectMany(ClaimsOf).OrderBy(_ => random.Next())];
                AdmissionRequest request = new(NewId(), claims, Expiry);
                AdmissionDecision decision = await Store.ReserveAsync(request, CancellationToken.None);
                if (!decision.Granted)
                {
                    continue;
                }

                foreach (int key in keys)
                {
                    beaten += Interlocked.Increment(ref atWork[key]) > Limit ? 1 : 0;
                }

                await Store.RenewAsync(request.Id, Expiry, CancellationToken.None);
                long actual = random.Next(0, 9);
                foreach (int key in keys)
                {
                    Interlocked.Add(ref booked[key], actual);
                    Interlocked.Decrement(ref atWork[key]);
                }

                await SettleAsync(new Granted(request, decision.Marks!), [.. claims.Select(_ => actual)]);
            }
        }

        static AdmissionClaim[] ClaimsOf(int key) =>
            [Place($"c{key}", Limit), Quota($"q{key}", 5, 1_000_000, QuotaWindow.Day), Rate($"r{key}", 5, Seconds(60))];
    }

    private async Task<int> CountAsync(Func<int, AdmissionClaim> claim)
    {
        AdmissionDecision[] decisions = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Task.Run(() => ReserveAsync(claim(caller)).AsTask())));
        return decisions.Count(decision => decision.Granted);
    }
}
