using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Configuration;
using Router.Context;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>
/// Many requests at once, unary, streamed and held, over targets that fail in every way, under every kind of limit: whatever happens,
/// nothing stays reserved, nothing passes a limit, and the books are the bills.
/// </summary>
public sealed class AdmissionStressTests
{
    private const int Requests = 1500;
    private const int Concurrency = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_stays_reserved_and_the_books_are_the_bills(int seed)
    {
        ManualTimeProvider clock = new();
        BilledChatClient[] clients = [.. Enumerable.Range(0, 3).Select(index => new BilledChatClient((seed * 10) + index, clock))];
        AdmissionRules rules = new()
        {
            Providers = new Dictionary<string, LimitsConfig>
            {
                ["p0"] = new() { Concurrency = Concurrency, RequestsPerMinute = 2000 },
                ["p1"] = new() { Concurrency = Concurrency, TokensPerMinute = 5_000_000 },
            },
            Routes = new Dictionary<string, LimitsConfig> { ["route"] = new() { RequestsPerMinute = 100_000 } },
            Budgets = [new BudgetConfig { Name = "all", Limit = 1_000_000 }, new BudgetConfig { Name = "tenant", Scope = LimitScope.Tenant, Limit = 1_000_000 }],
        };
        RoutePlan plan = new("", [.. clients.Select((client, index) => new TargetPlan($"t{index}") { Chat = client, Provider = $"p{index}", Price = 1_000 })])
        {
            Limits = rules,
            Route = new RouteConfig
            {
                MaxAttempts = 5,
                Queue = new QueueConfig { Limit = 50, Timeout = TimeSpan.FromSeconds(5) },
                Hedging = seed == 3 ? new HedgingConfig { Delay = TimeSpan.FromMilliseconds(300) } : null,
            },
            Health = new HealthConfig { MinimumThroughput = 1000 },
        };
        RouteFixture fixture = new(plan, RouteMode.Unary, SeededRandom.Create(seed), clock);
        List<decimal?> costs = [];

        Task[] requests = [.. Enumerable.Range(0, Requests).Select(index => Task.Run(() => AskAsync(index)))];
        Task all = Task.WhenAll(requests);
        while (!all.IsCompleted)
        {
            await Task.Yield();
            clock.TryAdvanceToNextTimer();
        }

        await all;

        // Those that lost a race end on their own, and are settled before they count as ended.
        for (int turn = 0; turn < 10_000_000 && fixture.Targets.Any(target => target.Statistics.InFlight > 0); turn++)
        {
            await Task.Yield();
        }

        clients.Sum(client => client.Open).Should().Be(0);
        clients[0].MostOpen.Should().BeLessThanOrEqualTo(Concurrency);
        clients[1].MostOpen.Should().BeLessThanOrEqualTo(Concurrency);
        BudgetStanding[] standings = [.. await fixture.Admission!.ReadBudgetsAsync(new AdmissionScopes { Tenant = "acme" }, default)];
        standings.Should().HaveCount(2).And.OnlyContain(standing => standing.Held == 0);
        decimal billed = clients.Sum(client => client.Billed) * 0.001m;
        standings.Should().OnlyContain(standing => standing.Spent == billed, "every answer was billed and nothing else, {0} in all", billed);
        costs.Count.Should().BeGreaterThan(Requests / 2);

        async Task AskAsync(int index)
        {
            Random random = new((seed * 1_000_003) + index);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60_000)), clock).ConfigureAwait(false);
            ChatOptions options = new ChatOptions { MaxOutputTokens = 50 }.WithRouteContext(new RouteContext { Tenant = "acme", Priority = random.Next(3) });
            try
            {
                ChatResponse response = random.Next(2) == 0
                    ? await fixture.Chat.GetResponseAsync("hello", options).ConfigureAwait(false)
                    : await fixture.Chat.GetStreamingResponseAsync("hello", options).ToChatResponseAsync().ConfigureAwait(false);
                lock (costs)
                {
                    costs.Add(response.GetRouteReport()!.Cost);
                }
            }
            catch (RouteException)
            {
                // Refused, or every target failed: it must have left nothing behind.
            }
        }
    }

    /// <summary>Fails a third of its calls before anything is billed, and bills every answer.</summary>
    private sealed class BilledChatClient(int seed, TimeProvider clock) : IChatClient
    {
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();

        internal int Open { get; private set; }

        internal int MostOpen { get; private set; }

        internal long Billed { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            (double wait, bool fails, int tokens) = Enter();
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(wait), clock, cancellationToken).ConfigureAwait(false);
                if (fails)
                {
                    throw Failures.Error(FailureClass.Malformed);
                }

                cancellationToken.ThrowIfCancellationRequested();
                lock (_gate)
                {
                    Billed += tokens;
                }

                yield return ScriptedTurn.Update(new TextContent("answer"), new UsageContent(new UsageDetails { InputTokenCount = tokens - 5, OutputTokenCount = 5, TotalTokenCount = tokens }));
                yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
            }
            finally
            {
                lock (_gate)
                {
                    Open--;
                }
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private (double Wait, bool Fails, int Tokens) Enter()
        {
            lock (_gate)
            {
                Open++;
                MostOpen = Math.Max(MostOpen, Open);
                return (0.05 + (_random.NextDouble() * 0.5), _random.NextDouble() < 0.33, 6 + _random.Next(40));
            }
        }
    }
}
