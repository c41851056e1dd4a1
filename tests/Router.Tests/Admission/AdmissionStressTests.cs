using Router.Admission;
using static Router.Tests.Admission.AdmissionFixture;

namespace Router.Tests.Admission;

/// <summary>Many threads at once, against the invariants that no interleaving may break.</summary>
public sealed class AdmissionStressTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_600_callers_at_once_exactly_as_many_pass_as_the_burst_holds(bool guarded)
    {
        await using AdmissionFixture fixture = new(
            Provider(new LimitsConfig { RequestsPerMinute = 100 }), guarded ? clock => new FaultyStore(clock) : null);
        AdmissionResult[] results = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => Task.Run(() => fixture.ReserveAsync())));
        results.Count(result => result.Granted).Should().Be(100);
    }

    [Fact]
    public async Task Places_money_and_calls_hold_under_many_threads_and_the_books_are_exact()
    {
        AdmissionRules rules = new()
        {
            Providers = new Dictionary<string, LimitsConfig> { ["openai"] = new() { Concurrency = 5 } },
            Routes = new Dictionary<string, LimitsConfig> { ["chat"] = new() { Concurrency = 4 } },
            Budgets = [new BudgetConfig { Name = "b", Limit = 2m }],
        };
        await using AdmissionFixture fixture = new(rules);
        int inside = 0;
        int most = 0;
        long tenths = 0;
        async Task CallAsync(int seed)
        {
            Random random = new(seed);
            for (int index = 0; index < 500; index++)
            {
                RequestAdmission request = fixture.Controller.Begin("chat", null, null, null, false);
                AdmissionResult result = await request.ReserveAsync("openai", "t", null, Cost(0.01m), default);
                if (result.Granted)
                {
                    int now = Interlocked.Increment(ref inside);
                    most = Math.Max(most, now);
                    now.Should().BeLessThanOrEqualTo(4);
                    await Task.Yield();
                    int cost = random.Next(0, 100_000);
                    Interlocked.Decrement(ref inside);
                    if (random.Next(4) == 0)
                    {
                        result.Lease!.Cancel();
                    }
                    else
                    {
                        Interlocked.Add(ref tenths, cost);
                        result.Lease!.Settle(Cost(cost / 10_000_000m));
                    }
                }

                request.Complete();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Run(() => CallAsync(seed))));
        fixture.Memory.Reservations.Should().Be(0);
        BudgetStanding standing = await fixture.StandingAsync();
        (standing.Spent, standing.Held).Should().Be((tenths / 10 / 1_000_000m, 0m));
        standing.Spent.Should().BeLessThanOrEqualTo(2m);
        most.Should().BePositive();
    }
}
