using Router.Resilience;
using Router.Routing;
using Router.Tests.Routing.Strategies;

namespace Router.Tests.Routing;

public sealed class RampTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(5);

    private readonly StrategyBench _bench = new(new PriorityStrategy(), 4);

    [Fact]
    public void A_target_that_came_back_has_its_share_and_the_others_keep_their_order()
    {
        CoolDown(0);
        Count().Should().Equal(new Dictionary<string, int> { ["abcd"] = 10_000 }, "who is shut is skipped elsewhere");
        _bench.Clock.Advance(Cooldown);
        Share(Count(), "abcd").Should().BeApproximately(0.1, 0.01);
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        Dictionary<string, int> halfway = Count();
        halfway.Keys.Should().BeEquivalentTo("abcd", "bcda");
        Share(halfway, "abcd").Should().BeApproximately(0.55, 0.015);
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        Share(Count(), "abcd").Should().Be(1);
    }

    [Fact]
    public void Several_in_their_ramp_keep_their_order_behind_the_others()
    {
        CoolDown(0);
        CoolDown(2);
        _bench.Clock.Advance(Cooldown);
        Dictionary<string, int> orders = Count();
        orders.Keys.Should().BeEquivalentTo("bdac", "bcda", "abdc", "abcd");
        Share(orders, "bdac").Should().BeApproximately(0.81, 0.015);
        Share(orders, "abcd").Should().BeApproximately(0.01, 0.005);
    }

    [Fact]
    public void Where_all_are_in_their_ramp_none_is_lost()
    {
        for (int target = 0; target < 4; target++)
        {
            CoolDown(target);
        }

        _bench.Clock.Advance(Cooldown);
        Dictionary<string, int> orders = Count();
        orders.Keys.Should().OnlyContain(order => order.Order().SequenceEqual("abcd"));
        orders["abcd"].Should().BeGreaterThan(6_000, "when all lose, nothing changes");
    }

    [Fact]
    public void A_lone_target_is_never_demoted()
    {
        StrategyBench lone = new(new PriorityStrategy(), 1);
        lone.Targets[0].Health.Fail(default, new Failure(FailureClass.RateLimited), countable: true);
        lone.Clock.Advance(Cooldown);
        lone.OrderQuietly();
        Ramp.Demote(lone.Scratch, lone.Targets, static () => throw new InvalidOperationException("No dice are needed."));
        lone.Scratch.ToArray().Should().Equal(0);
    }

    private void CoolDown(int target) =>
        _bench.Targets[target].Health.Fail(default, new Failure(FailureClass.RateLimited) { RetryAfter = Cooldown }, countable: true);

    private Dictionary<string, int> Count() => Enumerable.Range(0, 10_000).Select(_ =>
    {
        _bench.OrderQuietly();
        Ramp.Demote(_bench.Scratch, _bench.Targets, _bench.Random);
        return string.Concat(_bench.Scratch.ToArray().Select(index => (char)('a' + index)));
    }).CountBy(order => order).ToDictionary();

    private static double Share(Dictionary<string, int> orders, string order) => orders.GetValueOrDefault(order) / 10_000.0;
}
