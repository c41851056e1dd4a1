using System.Globalization;

namespace Router.Admission;

/// <summary>Turns one scope's <see cref="LimitsConfig"/> into limits.</summary>
internal static class LimitCompiler
{
    internal static List<AdmissionLimit> Compile(LimitScope scope, string name, LimitsConfig limits)
    {
        string root = AdmissionKeys.Limits(scope, name);
        string owner = $"{AdmissionKeys.Word(scope)} '{name}'";
        List<AdmissionLimit> all = [];
        if (limits.Concurrency is { } concurrency)
        {
            all.Add(New(AdmissionClaimKind.Concurrency, AdmissionUnit.Place, "concurrency", "concurrency", concurrency, Text(concurrency)));
        }

        if (limits.RequestsPerMinute is { } requests)
        {
            long burst = limits.RequestBurst ?? Math.Max(1, requests >= int.MaxValue ? int.MaxValue : (long)requests);
            all.Add(Rate(AdmissionUnit.Request, "requests", "requestsPerMinute", RateCost.PerMinute(requests), burst, Text(requests)));
        }

        if (limits.TokensPerMinute is { } tokens)
        {
            all.Add(Rate(
                AdmissionUnit.Token, "tokens", "tokensPerMinute", RateCost.PerMinute(tokens), limits.TokenBurst ?? tokens, Text(tokens)));
        }

        if (limits.NeuronsPerMinute is { } neurons)
        {
            RateCost cost = RateCost.PerMinute(AdmissionLimit.MicroNeurons(neurons));
            long burst = Math.Max(1, AdmissionLimit.MicroNeurons(limits.NeuronBurst ?? neurons));
            all.Add(Rate(AdmissionUnit.MicroNeuron, "neurons", "neuronsPerMinute", cost, burst, Text(neurons)));
        }

        if (limits.RequestsPerDay is { } requestsPerDay)
        {
            all.Add(Daily(AdmissionUnit.Request, "requests/day", "requestsPerDay", requestsPerDay, Text(requestsPerDay)));
        }

        if (limits.TokensPerDay is { } tokensPerDay)
        {
            all.Add(Daily(AdmissionUnit.Token, "tokens/day", "tokensPerDay", tokensPerDay, Text(tokensPerDay)));
        }

        if (limits.NeuronsPerDay is { } neuronsPerDay)
        {
            long most = AdmissionLimit.MicroNeurons(neuronsPerDay);
            all.Add(Daily(AdmissionUnit.MicroNeuron, "neurons/day", "neuronsPerDay", most, Text(neuronsPerDay)));
        }

        return all;

        AdmissionLimit Rate(AdmissionUnit unit, string key, string limit, RateCost cost, long burst, string shown) =>
            New(AdmissionClaimKind.Rate, unit, key, limit, cost.Of(burst), shown, burst, cost);

        AdmissionLimit Daily(AdmissionUnit unit, string key, string limit, long most, string shown) =>
            New(AdmissionClaimKind.Quota, unit, key, limit, most, shown, most, default, QuotaWindow.Day);

        AdmissionLimit New(
            AdmissionClaimKind kind, AdmissionUnit unit, string key, string limit, long most, string shown, long cap = long.MaxValue,
            RateCost cost = default, QuotaWindow window = default) => new()
            {
                Kind = kind,
                Unit = unit,
                Key = $"{root}/{key}",
                Scope = scope,
                Owner = owner,
                Name = limit,
                OnStoreFailure = limits.OnStoreFailure,
                Limit = most,
                Shown = shown,
                Rate = cost,
                Window = window,
                EstimateCap = cap,
            };
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
