using System.Collections.Concurrent;

namespace Router.Admission;

/// <summary>The limits and budgets in force, compiled into what makes claims. Thread-safe; what it says never changes.</summary>
internal sealed class AdmissionPolicy
{
    // Callers may name any number of tenants and sessions; what is compiled again costs a microsecond.
    private const int Remembered = 4096;

    private readonly AdmissionRules _rules;
    private readonly Dictionary<string, LimitsConfig> _providers;
    private readonly Dictionary<string, LimitsConfig> _routes;
    private readonly Dictionary<string, LimitsConfig> _targets;
    private readonly ScopeLimits _all;
    private readonly Func<(LimitScope Scope, string Name), ScopeLimits> _compile;
    private readonly ConcurrentDictionary<(LimitScope Scope, string Name), ScopeLimits> _compiled = new();
    private readonly ConcurrentDictionary<(string Route, string Target), ScopeLimits> _compiledTargets = new();

    internal AdmissionPolicy(AdmissionRules rules)
    {
        _rules = rules;
        _providers = new Dictionary<string, LimitsConfig>(rules.Providers, StringComparer.OrdinalIgnoreCase);
        _routes = new Dictionary<string, LimitsConfig>(rules.Routes, StringComparer.OrdinalIgnoreCase);
        _targets = new Dictionary<string, LimitsConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (((string route, string target), LimitsConfig held) in rules.Targets)
        {
            // Two names may come to one, as 'a/b' + 'c' and 'a' + 'b/c' do: then the first one's limits hold for both.
            _targets.TryAdd($"{route}/{target}", held);
        }

        _compile = key => Compile(key.Scope, key.Name);
        _all = Compile(LimitScope.All, null);
        HasSoftRoutes = rules.Budgets.Any(budget => budget.SoftRoute is not null);
        LimitsConfig[] limits =
        [
            .. _providers.Values, .. _routes.Values, .. _targets.Values, .. rules.Tenants.Values.Select(tenant => tenant.Limits),
            rules.Sessions.Limits,
        ];
        IsEmpty = rules.Budgets.Count == 0 && limits.All(limit => limit == LimitsConfig.None);
        CountsAmounts = rules.Budgets.Any(budget => budget.Limit is not null || budget.Alarm is not null) || limits.Any(IsOfAmounts);
    }

    internal static AdmissionPolicy None { get; } = new(new AdmissionRules());

    internal bool HasSoftRoutes { get; }

    /// <summary>Whether nothing is limited and nothing budgeted.</summary>
    internal bool IsEmpty { get; }

    /// <summary>Whether tokens, neurons or money count anywhere.</summary>
    internal bool CountsAmounts { get; }

    /// <summary>What holds for a scope's value; nothing where the value is null, unless the scope is all.</summary>
    internal ScopeLimits For(LimitScope scope, string? name)
    {
        if (scope == LimitScope.All)
        {
            return _all;
        }

        if (name is null)
        {
            return ScopeLimits.None;
        }

        if (_compiled.TryGetValue((scope, name), out ScopeLimits? known))
        {
            return known;
        }

        if (_compiled.Count >= Remembered)
        {
            _compiled.Clear();
        }

        return _compiled.GetOrAdd((scope, name), _compile);
    }

    private static bool IsOfAmounts(LimitsConfig limits) =>
        limits.TokensPerMinute is not null || limits.TokensPerDay is not null || limits.NeuronsPerMinute is not null || limits.NeuronsPerDay is not null;

    internal ScopeLimits ForTarget(string route, string? target)
    {
        if (target is null)
        {
            return ScopeLimits.None;
        }

        if (_compiledTargets.TryGetValue((route, target), out ScopeLimits? known))
        {
            return known;
        }

        if (_compiledTargets.Count >= Remembered)
        {
            _compiledTargets.Clear();
        }

        return _compiledTargets.GetOrAdd((route, target), For(LimitScope.Target, $"{route}/{target}"));
    }

    private ScopeLimits Compile(LimitScope scope, string? name)
    {
        List<AdmissionLimit> perAttempt = [];
        List<AdmissionLimit> perRequest = [];
        if (name is not null)
        {
            List<AdmissionLimit> limits = LimitCompiler.Compile(scope, name, Config(scope, name));
            (scope is LimitScope.Provider or LimitScope.Target ? perAttempt : perRequest).AddRange(limits);
        }

        BudgetCompiler.Compile(_rules.Budgets, scope, name, perAttempt, perRequest);
        return new ScopeLimits(scope == LimitScope.Target ? null : Switch(scope, name), [.. perAttempt], [.. perRequest]);
    }

    private LimitsConfig Config(LimitScope scope, string name) => scope switch
    {
        LimitScope.Provider => _providers.GetValueOrDefault(name) ?? LimitsConfig.None,
        LimitScope.Route => _routes.GetValueOrDefault(name) ?? LimitsConfig.None,
        LimitScope.Target => _targets.GetValueOrDefault(name) ?? LimitsConfig.None,
        LimitScope.Tenant => (_rules.Tenants.GetValueOrDefault(name) ?? _rules.Tenants.GetValueOrDefault("*"))?.Limits ?? LimitsConfig.None,
        LimitScope.Session => _rules.Sessions.Limits,
        _ => LimitsConfig.None,
    };

    private static AdmissionLimit Switch(LimitScope scope, string? name) => new()
    {
        Kind = AdmissionClaimKind.Switch,
        Unit = AdmissionUnit.Nothing,
        Key = AdmissionKeys.Switch(scope, name),
        Scope = scope,
        Owner = name is null ? "everything" : $"{AdmissionKeys.Word(scope)} '{name}'",
        Name = "stop",
    };
}
