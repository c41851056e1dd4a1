using Router.Caching;
using Router.TestKit;

namespace Router.Tests.Caching;

public sealed class MemoryCacheStoreTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task What_is_kept_is_found_until_it_expires()
    {
        MemoryCacheStore store = new(10, 100_000, _clock);
        await store.StoreAsync("a", [1], Hour);

        _clock.Advance(Hour - TimeSpan.FromSeconds(1));
        byte[]? before = await store.FindAsync("a", default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        byte[]? after = await store.FindAsync("a", default);

        before.Should().Equal([1]);
        after.Should().BeNull();
        (store.Count, store.Bytes).Should().Be((0, 0));
    }

    [Fact]
    public async Task The_one_not_asked_for_longest_goes_first()
    {
        MemoryCacheStore store = new(3, 100_000, _clock);
        await store.StoreAsync("a", [1], Hour);
        await store.StoreAsync("b", [1], Hour);
        await store.StoreAsync("c", [1], Hour);
        _ = await store.FindAsync("a", default);

        await store.StoreAsync("d", [1], Hour);

        (await store.FindAsync("b", default)).Should().BeNull();
        (await store.FindAsync("a", default)).Should().NotBeNull();
        (await store.FindAsync("c", default)).Should().NotBeNull();
        (await store.FindAsync("d", default)).Should().NotBeNull();
    }

    [Fact]
    public async Task An_answer_kept_again_takes_the_place_of_the_old_one()
    {
        MemoryCacheStore store = new(3, 100_000, _clock);
        await store.StoreAsync("a", [1], Hour);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await store.StoreAsync("a", [2, 3], Hour);
        _clock.Advance(TimeSpan.FromMinutes(45));

        (await store.FindAsync("a", default)).Should().Equal([2, 3]);
        (store.Count, store.Bytes).Should().Be((1, 2 + 384));
    }

    [Fact]
    public async Task An_answer_larger_than_everything_is_not_kept_and_pushes_nothing_out()
    {
        MemoryCacheStore store = new(3, 1000, _clock);
        await store.StoreAsync("a", [1], Hour);
        await store.StoreAsync("b", new byte[1000], Hour);

        (await store.FindAsync("a", default)).Should().NotBeNull();
        (await store.FindAsync("b", default)).Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Neither_bound_is_ever_passed_by_any_number_of_threads(int seed)
    {
        MemoryCacheStore store = new(20, 20_000, _clock);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            Random random = new((seed * 100) + thread);
            for (int round = 0; round < 2000; round++)
            {
                string key = "k" + random.Next(60);
                if (random.Next(2) == 0)
                {
                    await store.StoreAsync(key, new byte[random.Next(3000)], TimeSpan.FromSeconds(random.Next(1, 100)));
                }
                else
                {
                    _ = await store.FindAsync(key, default);
                }

                if (random.Next(50) == 0)
                {
                    _clock.Advance(TimeSpan.FromSeconds(1));
                }

                store.Count.Should().BeLessThanOrEqualTo(20);
                store.Bytes.Should().BeInRange(0, 20_000);
            }
        })));

        _clock.Advance(TimeSpan.FromMinutes(5));
        for (int key = 0; key < 60; key++)
        {
            (await store.FindAsync("k" + key, default)).Should().BeNull();
        }

        (store.Count, store.Bytes).Should().Be((0, 0));
    }
}
