using Router.Routing;

namespace Router.Tests.Routing;

/// <summary>Runs every plan in every mode in which it makes sense.</summary>
public sealed class RoutePlanTests
{
    private static readonly Dictionary<string, RoutePlan> All =
        ClassPlans.All.Concat(BudgetPlans.All).Concat(WaitPlans.All).Concat(CapabilityPlans.All).ToDictionary(plan => plan.Name);

    public static TheoryData<string, RouteMode> Cases
    {
        get
        {
            TheoryData<string, RouteMode> cases = [];
            foreach (RoutePlan plan in All.Values)
            {
                foreach (RouteMode mode in Enum.GetValues<RouteMode>().Except(plan.Not))
                {
                    cases.Add(plan.Name, mode);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_goes_as_planned(string name, RouteMode mode)
    {
        RoutePlan plan = All[name];
        RouteFixture fixture = new(plan, mode);
        DateTimeOffset started = fixture.Clock.GetUtcNow();

        RouteOutcome outcome = await fixture.RunAsync();

        TimeSpan took = fixture.Clock.GetUtcNow() - started;
        if (plan.Error is { } error)
        {
            RouteException failed = outcome.Failed;
            failed.Class.Should().Be(error);
            failed.Committed.Should().BeFalse();
            failed.Route.Should().Be("route");
            failed.RetryAfter.Should().Be(plan.RetryAfter);
            outcome.Updates.Should().BeEmpty();
        }
        else
        {
            outcome.Error.Should().BeNull();
            outcome.Text.Should().Be(plan.Answer);
            outcome.Report!.Duration.Should().BeCloseTo(took, TimeSpan.FromMilliseconds(1));
            outcome.Report.Target.Should().Be(outcome.Attempts[^1].Target);
            TimeSpan asked = outcome.Attempts.Aggregate(TimeSpan.Zero, (sum, attempt) => sum + attempt.Duration);
            (asked + outcome.Report.Waited + outcome.Report.Overhead).Should().BeCloseTo(outcome.Report.Duration, TimeSpan.FromMilliseconds(1));
            outcome.Report.Overhead.Should().BeLessThan(TimeSpan.FromMilliseconds(1), "nothing of Router's own takes time on this clock");
        }

        outcome.AttemptList.Should().Be(plan.Attempts);
        outcome.SkipList.Should().Be(plan.Skipped);
        fixture.ShutList.Should().Be(plan.Shut);
        (double from, double to) = plan.Clock ?? (0, 0);
        took.TotalMilliseconds.Should().BeInRange(from, to);
        fixture.Targets.Sum(target => fixture.Calls(target.Info.Name).Count).Should().Be(outcome.Attempts.Count);
        fixture.Targets.SelectMany(target => fixture.Calls(target.Info.Name)).Should().OnlyContain(call => call.Ended);
        fixture.Clock.ActiveTimers.Should().Be(0, "every timer is let go");
    }
}
