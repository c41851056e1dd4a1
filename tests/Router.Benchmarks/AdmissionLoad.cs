using Microsoft.Extensions.Logging.Abstractions;
using Router.Admission;

namespace Router.Benchmarks;

/// <summary>What the admission benchmarks do.</summary>
#pragma warning disable CA1001 // It lives as long as the process.
internal sealed class AdmissionLoad
#pragma warning restore CA1001
{
    private static readonly AdmissionAmounts Estimate = new() { Requests = 1, Tokens = 1000, Cost = 0.001m };
    private static readonly AdmissionAmounts Actual = new() { Requests = 1, Tokens = 800, Cost = 0.0008m };
    private static readonly AdmissionScopes Scopes = new() { Provider = "openai" };

    private readonly MemoryAdmissionStore _store = new(TimeProvider.System);
    private readonly AdmissionController _controller = new(
        new AdmissionPolicy(new AdmissionRules
        {
            Providers = new Dictionary<string, LimitsConfig>
            {
                ["openai"] = new() { RequestsPerMinute = 1e9, RequestBurst = int.MaxValue, TokensPerMinute = 1_000_000_000_000, Concurrency = 1000 },
            },
            Budgets = [new BudgetConfig { Name = "monthly", Limit = 1_000_000_000m }],
        }),
        new MemoryAdmissionStore(TimeProvider.System),
        new AdmissionStoreConfig(),
        TimeProvider.System,
        NullLogger.Instance);

    /// <summary>A decision of the store alone, over claims that are there already, and its settlement.</summary>
    internal bool Store(Caller caller)
    {
        string id = caller.NextId();
        AdmissionDecision decision = _store.Reserve(new AdmissionRequest(id, caller.Claims, TimeSpan.FromSeconds(60)));
        IReadOnlyList<AdmissionMark> marks = decision.Marks!;
        SettledClaim[] settled = new SettledClaim[caller.Claims.Length];
        for (int index = 0; index < settled.Length; index++)
        {
            settled[index] = new SettledClaim(caller.Claims[index], marks[index], caller.Claims[index].Amount / 2);
        }

        _store.Settle(new AdmissionSettlement(id, id, settled));
        return decision.Granted;
    }

    internal bool Controller(Caller caller)
    {
        _ = caller;
        AdmissionResult result = Completed(_controller.ReserveAsync(Scopes, Estimate, default));
        result.Lease!.Settle(Actual);
        return result.Granted;
    }

    internal bool Request(Caller caller)
    {
        _ = caller;
        RequestAdmission request = _controller.Begin("chat", "acme", "session", null, false);
        AdmissionResult result = Completed(request.ReserveAsync("openai", "mini", "gpt", Estimate, default));
        result.Lease!.Settle(Actual);
        request.Complete();
        return result.Granted;
    }

    private static AdmissionResult Completed(ValueTask<AdmissionResult> pending) =>
        pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("The memory never waits.");

    /// <summary>One caller, with ids of its own; all callers share the counters.</summary>
    internal sealed class Caller(int number)
    {
        private readonly string _prefix = $"caller-{number}-";
        private long _last;

        internal AdmissionClaim[] Claims { get; } =
        [
            new() { Kind = AdmissionClaimKind.Rate, Key = "provider/openai/requests", Amount = 1, Limit = 60_000_000_000 },
            new() { Kind = AdmissionClaimKind.Rate, Key = "provider/openai/tokens", Amount = 1, Limit = 60_000_000_000 },
            new() { Kind = AdmissionClaimKind.Concurrency, Key = "provider/openai/concurrency", Amount = 1, Limit = 1000 },
            new()
            {
                Kind = AdmissionClaimKind.Quota, Key = "budget/monthly/money", Amount = 1000, Limit = long.MaxValue - 1, Window = QuotaWindow.Month,
            },
        ];

        internal string NextId() => _prefix + (_last++).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
