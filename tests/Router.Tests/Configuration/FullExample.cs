using Router.Adapters;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Pinning;
using Router.Pricing;
using Router.Resilience;

namespace Router.Tests.Configuration;

/// <summary>A file that writes every property of admission, prices, pins and traffic, none with its default, and what it means.</summary>
internal static class FullExample
{
    internal const string Json = """
        {
          "providers": {
            "p": { "type": "openai", "learnLimits": false, "health": { "rampDuration": "00:02:00" },
                   "limits": { "requestsPerMinute": 0.5, "requestBurst": 2, "requestsPerDay": 3, "tokensPerMinute": 4, "tokenBurst": 5,
                               "tokensPerDay": 9000000000, "concurrency": 6, "onStoreFailure": "closed" } },
            "w": { "type": "workers-ai", "accountId": "a", "apiToken": "${env:KEY}",
                   "limits": { "neuronsPerMinute": 1.5, "neuronBurst": 2.5, "neuronsPerDay": 10000 } },
          },
          "routes": {
            "spread": {
              "strategy": "weighted",
              "targets": [
                { "provider": "p", "model": "m", "weight": 2.5, "limits": { "concurrency": 1 }, "pinning": "warn" },
                { "provider": "w", "model": "n", "name": "second", "weight": 0 },
                { "provider": "mine", "model": "third" },
              ],
              "limits": { "requestsPerMinute": 7 },
              "queue": { "limit": 8, "timeout": "00:00:09" },
              "hedging": { "delay": "00:00:01", "percentile": 0.95, "maxHedges": 2 },
              "mirror": { "route": "Trial", "share": 0.25, "concurrency": 3 },
              "cache": { "duration": "1.00:00:00", "tools": true },
            },
            "trial": {
              "strategy": "canary",
              "targets": [ { "provider": "p", "model": "m" }, { "provider": "p", "model": "next", "canary": 0.05 } ],
              "queue": { "limit": 1 },
            },
            "plain": { "targets": [ { "provider": "mine", "model": "m" } ] },
          },
          "tenants": { "acme": { "limits": { "requestsPerMinute": 60 } }, "*": { "limits": { "concurrency": 2 } } },
          "sessions": { "limits": { "tokensPerDay": 1000 } },
          "budgets": [
            { "name": "month", "limit": 0.1, "softShare": 0.5, "softRoute": "trial", "unknownPrice": "allow", "onStoreFailure": "localShare" },
            { "name": "burst", "scope": "target", "match": "spread/second", "window": "rolling", "period": "00:10:00", "maxCalls": 5,
              "maxSteps": 0, "alarm": { "amount": 0.000001, "period": "00:01:00" } },
          ],
          "prices": [
            { "provider": "p", "model": "*", "input": 0.15, "cachedInput": 0.075, "output": 0.6, "reasoning": 0.7, "image": 0.04,
              "second": 0.000225, "neuron": 0.000011, "request": 0.001 },
            { "provider": "openai", "model": "free", "input": 0 },
          ],
          "pinning": { "mode": "off", "lockFile": "locks/providers.json" },
          "store": { "type": "postgres", "connectionString": "Host=db;Password=${env:KEY}", "schema": "router", "timeout": "00:00:00.2",
                     "instances": 3 },
        }
        """;

    internal static RouterConfig Expected => new()
    {
        Providers = new Dictionary<string, ProviderConfig>
        {
            ["p"] = new()
            {
                Type = "openai",
                LearnLimits = false,
                Health = new HealthConfig { RampDuration = TimeSpan.FromMinutes(2) },
                Limits = new LimitsConfig
                {
                    RequestsPerMinute = 0.5,
                    RequestBurst = 2,
                    RequestsPerDay = 3,
                    TokensPerMinute = 4,
                    TokenBurst = 5,
                    TokensPerDay = 9_000_000_000,
                    Concurrency = 6,
                    OnStoreFailure = StoreFailure.Closed,
                },
            },
            ["w"] = new()
            {
                Type = "workers-ai",
                Settings = new ProviderSettings([new("accountId", "a"), new("apiToken", "sk-from-env")]),
                Limits = new LimitsConfig { NeuronsPerMinute = 1.5, NeuronBurst = 2.5, NeuronsPerDay = 10_000 },
            },
        },
        Routes = new Dictionary<string, RouteConfig> { ["spread"] = Spread, ["trial"] = Trial, ["plain"] = Plain },
        Tenants = new Dictionary<string, TenantConfig>
        {
            ["acme"] = new() { Limits = new LimitsConfig { RequestsPerMinute = 60 } },
            ["*"] = new() { Limits = new LimitsConfig { Concurrency = 2 } },
        },
        Sessions = new SessionsConfig { Limits = new LimitsConfig { TokensPerDay = 1000 } },
        Budgets =
        [
            new BudgetConfig
            {
                Name = "month",
                Limit = 0.1m,
                SoftShare = 0.5,
                SoftRoute = "trial",
                UnknownPrice = UnknownPrice.Allow,
                OnStoreFailure = StoreFailure.LocalShare,
            },
            new BudgetConfig
            {
                Name = "burst",
                Scope = LimitScope.Target,
                Match = "spread/second",
                Window = BudgetWindow.Rolling,
                Period = TimeSpan.FromMinutes(10),
                MaxCalls = 5,
                MaxSteps = 0,
                Alarm = new SpendAlarmConfig { Amount = 0.000001m, Period = TimeSpan.FromMinutes(1) },
            },
        ],
        Prices =
        [
            new PriceConfig
            {
                Provider = "p",
                Model = "*",
                Input = 0.15m,
                CachedInput = 0.075m,
                Output = 0.6m,
                Reasoning = 0.7m,
                Image = 0.04m,
                Second = 0.000225m,
                Neuron = 0.000011m,
                Request = 0.001m,
            },
            new PriceConfig { Provider = "openai", Model = "free", Input = 0 },
        ],
        Pinning = new PinningConfig { Mode = PinningMode.Off, LockFile = "locks/providers.json" },
        Store = new AdmissionStoreConfig
        {
            Type = "postgres",
            Settings = new ProviderSettings([new("connectionString", "Host=db;Password=sk-from-env"), new("schema", "router")]),
            Timeout = TimeSpan.FromMilliseconds(200),
            Instances = 3,
        },
    };

    private static RouteConfig Spread => new()
    {
        Strategy = "weighted",
        Targets =
        [
            new TargetConfig
            {
                Provider = "p",
                Model = "m",
                Weight = 2.5,
                Limits = new LimitsConfig { Concurrency = 1 },
                Pinning = PinningMode.Warn,
            },
            new TargetConfig { Provider = "w", Model = "n", Name = "second", Weight = 0 },
            new TargetConfig { Provider = "mine", Model = "third" },
        ],
        Limits = new LimitsConfig { RequestsPerMinute = 7 },
        Queue = new QueueConfig { Limit = 8, Timeout = TimeSpan.FromSeconds(9) },
        Hedging = new HedgingConfig { Delay = TimeSpan.FromSeconds(1), Percentile = 0.95, MaxHedges = 2 },
        Mirror = new MirrorConfig { Route = "Trial", Share = 0.25, Concurrency = 3 },
        Cache = new CacheConfig { Duration = TimeSpan.FromDays(1), Tools = true },
    };

    private static RouteConfig Trial => new()
    {
        Strategy = "canary",
        Targets = [new TargetConfig { Provider = "p", Model = "m" }, new TargetConfig { Provider = "p", Model = "next", Canary = 0.05 }],
        Queue = new QueueConfig { Limit = 1 },
    };

    private static RouteConfig Plain => new() { Targets = [new TargetConfig { Provider = "mine", Model = "m" }] };
}
