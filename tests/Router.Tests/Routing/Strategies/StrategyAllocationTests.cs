using Router.Routing;
using Router.Routing.Strategies;
using Router.Tests.Telemetry;

namespace Router.Tests.Routing.Strategies;

[Collection(ListenersAlone.Name)]
public sealed class StrategyAllocationTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (ITargetStrategy strategy in BuiltInStrategies.All)
            {
                cases.Add(strategy.Name, 1);
                cases.Add(strategy.Name, 5);
                cases.Add(strategy.Name, 100);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_order_allocates_nothing(string name, int targets)
    {
        ITargetStrategy strategy = BuiltInStrategies.All.Single(candidate => candidate.Name == name);
        double?[] canaries = [.. Enumerable.Range(0, targets).Select(index => index % 2 == 0 ? (double?)null : 0.001)];
        StrategyBench bench = new(strategy, targets, canaries: canaries);
        Allocated(bench);
        Allocated(bench).Should().Be(0);
    }

    [Fact]
    public void The_names_are_those_that_a_configuration_uses() =>
        BuiltInStrategies.All.Select(strategy => strategy.Name)
            .Should().Equal("priority", "weighted", "leastBusy", "latency", "cost", "canary");

    private static long Allocated(StrategyBench bench)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int request = 0; request < 1_000; request++)
        {
            bench.OrderQuietly("conversation", 100, 100);
            Ramp.Demote(bench.Scratch, bench.Targets, bench.Random);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
