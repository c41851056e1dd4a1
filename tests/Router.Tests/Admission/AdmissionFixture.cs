using Router.Admission;
using Router.TestKit;

namespace Router.Tests.Admission;

/// <summary>A controller over a store in memory, or over one that the test makes.</summary>
internal sealed class AdmissionFixture : IAsyncDisposable
{
    internal AdmissionFixture(AdmissionRules rules, Func<TimeProvider, IAdmissionStore>? store = null, AdmissionLimiters? limiters = null, int instances = 1)
    {
        Store = store?.Invoke(Clock) ?? new MemoryAdmissionStore(Clock);
        Controller = new AdmissionController(
            new AdmissionPolicy(rules), Store, new AdmissionStoreConfig { Instances = instances }, Clock, Logs.CreateLogger("admission"), limiters);
        Controller.BudgetEvents += Events.Add;
    }

    internal ManualTimeProvider Clock { get; } = new();

    internal ListLoggerFactory Logs { get; } = new();

    internal IAdmissionStore Store { get; }

    internal MemoryAdmissionStore Memory => (MemoryAdmissionStore)Store;

    internal AdmissionController Controller { get; }

    internal List<BudgetEvent> Events { get; } = [];

    public ValueTask DisposeAsync() => Controller.DisposeAsync();

    internal static AdmissionAmounts Cost(decimal dollars, int requests = 1) => new() { Requests = requests, Cost = dollars };

    internal static AdmissionAmounts Used(long tokens, int requests = 1) => new() { Requests = requests, Tokens = tokens, Cost = 0 };

    internal static AdmissionRules Provider(LimitsConfig limits) => new()
    {
        Providers = new Dictionary<string, LimitsConfig> { ["openai"] = limits },
    };

    internal static AdmissionRules Budget(params BudgetConfig[] budgets) => new() { Budgets = budgets };

    internal async Task<AdmissionResult> ReserveAsync(AdmissionScopes? scopes = null, AdmissionAmounts estimate = default) =>
        await Controller.ReserveAsync(scopes ?? new AdmissionScopes { Provider = "openai" }, estimate, default);

    internal async Task<AdmissionLease> GrantedAsync(AdmissionScopes? scopes = null, AdmissionAmounts estimate = default)
    {
        AdmissionResult result = await ReserveAsync(scopes, estimate);
        result.Granted.Should().BeTrue(result.Refusal?.Detail);
        return result.Lease!;
    }

    internal async Task<AdmissionRefusal> RefusedAsync(AdmissionScopes? scopes = null, AdmissionAmounts estimate = default)
    {
        AdmissionResult result = await ReserveAsync(scopes, estimate);
        result.Granted.Should().BeFalse();
        return result.Refusal!;
    }

    internal async Task<BudgetStanding> StandingAsync(AdmissionScopes? scopes = null) =>
        (await Controller.ReadBudgetsAsync(scopes ?? new AdmissionScopes(), default)).Single();
}
