using Router.Routing;
using Router.Routing.Strategies;

namespace Router.Tests.Routing.Strategies;

public sealed class CanaryStrategyTests
{
    private const int Conversations = 10_000;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_canary_has_its_share_of_conversations(double share)
    {
        StrategyBench bench = new(new CanaryStrategy(), 3, canaries: [null, null, share]);
        Dictionary<string, int> orders = bench.Count(Conversations, order => order, request => $"conversation-{request}");
        orders.Keys.Should().BeEquivalentTo("abc", "cab");
        (orders["cab"] / (double)Conversations).Should().BeApproximately(share, 0.01);
    }

    [Fact]
    public void Several_canaries_have_their_shares_of_the_whole()
    {
        StrategyBench bench = new(new CanaryStrategy(), 4, canaries: [0.3, null, 0.2, 0.1]);
        Dictionary<string, int> orders = bench.Count(Conversations, order => order, request => $"conversation-{request}");
        orders.Keys.Should().BeEquivalentTo("abcd", "bacd", "cbad", "dbac");
        (orders["abcd"] / (double)Conversations).Should().BeApproximately(0.3, 0.01);
        (orders["cbad"] / (double)Conversations).Should().BeApproximately(0.2, 0.01);
        (orders["dbac"] / (double)Conversations).Should().BeApproximately(0.1, 0.01);
    }

    [Fact]
    public void A_conversation_stays_where_it_is()
    {
        StrategyBench first = new(new CanaryStrategy(), 2, SeededRandom.Create(1), canaries: [null, 0.3]);
        StrategyBench second = new(new CanaryStrategy(), 2, SeededRandom.Create(2), canaries: [null, 0.3]);
        for (int conversation = 0; conversation < 500; conversation++)
        {
            string order = first.Order($"c{conversation}");
            first.Order($"c{conversation}").Should().Be(order);
            second.Order($"c{conversation}").Should().Be(order, "another process places it alike");
        }
    }

    [Fact]
    public void Placement_is_the_same_in_every_version_of_Router()
    {
        StrategyBench bench = new(new CanaryStrategy(), 2, canaries: [null, 0.5]);
        string.Concat(Enumerable.Range(0, 16).Select(conversation => StrategyBench.First(bench.Order($"session-{conversation}"))))
            .Should().Be("aaabaabbaababaaa");
    }

    [Fact]
    public void A_raised_share_keeps_those_who_were_in_it()
    {
        HashSet<int> five = Within(0.05);
        HashSet<int> ten = Within(0.1);
        five.Should().BeSubsetOf(ten);
        ten.Count.Should().BeGreaterThan(five.Count);
    }

    [Fact]
    public void A_raised_canary_moves_nobody_from_another_to_the_stable_targets()
    {
        StrategyBench before = new(new CanaryStrategy(), 3, canaries: [0.1, 0.1, null]);
        StrategyBench after = new(new CanaryStrategy(), 3, canaries: [0.2, 0.1, null]);
        int moved = 0;
        for (int conversation = 0; conversation < Conversations; conversation++)
        {
            string was = StrategyBench.First(before.Order($"c{conversation}"));
            string became = StrategyBench.First(after.Order($"c{conversation}"));
            moved += was == became ? 0 : 1;
            (was, became).Should().BeOneOf(("a", "a"), ("b", "b"), ("b", "a"), ("c", "c"), ("c", "a"), ("c", "b"));
        }

        (moved / (double)Conversations).Should().BeLessThan(0.13, "a tenth has to move, and hardly more does");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Requests_of_no_conversation_are_placed_by_chance(string? affinity)
    {
        StrategyBench bench = new(new CanaryStrategy(), 2, canaries: [null, 0.2]);
        (bench.Count(Conversations, StrategyBench.First, _ => affinity)["b"] / (double)Conversations).Should().BeApproximately(0.2, 0.01);
    }

    [Fact]
    public void Conversations_that_try_one_canary_are_not_those_that_try_the_next()
    {
        StrategyBench bench = new(new CanaryStrategy(), 3, canaries: [0.1, null, null]);
        StrategyBench other = new(new CanaryStrategy(), 3, canaries: [null, null, 0.1]);
        int both = Enumerable.Range(0, Conversations).Count(conversation =>
            bench.Order($"c{conversation}")[0] == 'a' && other.Order($"c{conversation}")[0] == 'c');
        (both / (double)Conversations).Should().BeApproximately(0.01, 0.005, "a tenth of a tenth");
    }

    private static HashSet<int> Within(double share)
    {
        StrategyBench bench = new(new CanaryStrategy(), 2, canaries: [null, share]);
        return [.. Enumerable.Range(0, Conversations).Where(conversation => bench.Order($"c{conversation}")[0] == 'b')];
    }
}
