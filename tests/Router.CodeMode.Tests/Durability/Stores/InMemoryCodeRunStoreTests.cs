using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;

namespace Router.CodeMode.Tests.Durability.Stores;

public sealed class InMemoryCodeRunStoreTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_run_more_than_it_keeps_is_refused_until_one_has_ended()
    {
        InMemoryCodeRunStore store = new(mostRuns: 2);
        CodeRunLease first = await store.CreateAsync("a", default, Hold, CancellationToken.None);
        await store.CreateAsync("b", default, Hold, CancellationToken.None);
        Func<Task> third = () => store.CreateAsync("c", default, Hold, CancellationToken.None).AsTask();
        (await third.Should().ThrowAsync<InvalidOperationException>()).WithMessage("2 runs*mostRuns*");
        await store.DeleteAsync(first, CancellationToken.None);
        await third.Should().NotThrowAsync();
    }

    [Fact]
    public void It_keeps_at_least_one_run()
    {
        Func<InMemoryCodeRunStore> make = () => new InMemoryCodeRunStore(mostRuns: 0);
        make.Should().Throw<ArgumentOutOfRangeException>();
    }
}
