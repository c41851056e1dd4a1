using Router.CodeMode.Results;
using Router.TestKit;

namespace Router.CodeMode.Tests.Results;

public sealed class SessionTableTests
{
    [Fact]
    public void The_session_that_was_used_longest_ago_goes_first()
    {
        SessionTable<object> table = new(2, TimeSpan.FromHours(1), new ManualTimeProvider());
        object Get(string id) => table.Use(id, static () => new object(), static state => state);
        object a = Get("a");
        object b = Get("b");
        Get("a").Should().BeSameAs(a);
        Get("c");
        Get("a").Should().BeSameAs(a);
        Get("b").Should().NotBeSameAs(b);
    }

    [Fact]
    public async Task Many_at_once_keep_the_limits_of_a_store()
    {
        InMemoryArtifactStore store = new(new SessionLimits { Entries = 5, Bytes = 100, Sessions = 3 }, new ManualTimeProvider());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            Random random = new(seed);
            for (int i = 0; i < 2_000; i++)
            {
                string session = $"s{random.Next(5)}";
                await store.AddAsync(session, new Artifact("x", null, new byte[random.Next(120)]), default);
                IReadOnlyList<string> ids = await store.ListAsync(session, default);
                ids.Count.Should().BeLessThanOrEqualTo(5);
                ids.Should().OnlyHaveUniqueItems();
            }
        })));
    }
}
