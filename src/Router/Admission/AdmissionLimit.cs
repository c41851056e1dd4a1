namespace Router.Admission;

/// <summary>One limit of one scope, compiled: makes the claim for it, and tells what a settlement books. Immutable.</summary>
internal sealed class AdmissionLimit
{
    internal required AdmissionClaimKind Kind { get; init; }

    internal required AdmissionUnit Unit { get; init; }

    internal required string Key { get; init; }

    internal required LimitScope Scope { get; init; }

    /// <summary>Whose limit it is, in words: <c>provider 'openai'</c>.</summary>
    internal required string Owner { get; init; }

    /// <summary>The limit's name, such as <c>requestsPerMinute</c>, or the budget's.</summary>
    internal required string Name { get; init; }

    internal StoreFailure OnStoreFailure { get; init; }

    /// <summary>In the claim's unit.</summary>
    internal long Limit { get; init; }

    /// <summary>The limit as the configuration states it.</summary>
    internal string Shown { get; init; } = "";

    internal RateCost Rate { get; init; }

    internal QuotaWindow Window { get; init; }

    /// <summary>Units beyond which an estimate is not believed, so that a first request always passes; its settlement tells the truth.</summary>
    internal long EstimateCap { get; init; } = long.MaxValue;

    /// <summary>The budget that the limit is part of; null for others.</summary>
    internal BudgetConfig? Budget { get; init; }

    /// <summary>The provider, target, route, tenant, session or agent of the budget; null for all together.</summary>
    internal string? Value { get; init; }

    /// <summary>Whether it only counts money, to raise an alarm.</summary>
    internal bool IsAlarm { get; init; }

    internal bool NeedsPrice => Unit == AdmissionUnit.MicroDollar && !IsAlarm && Budget!.UnknownPrice == UnknownPrice.Refuse;

    internal AdmissionClaim Claim(in AdmissionAmounts estimate) => new()
    {
        Kind = Kind,
        Key = Key,
        Amount = InClaim(Math.Min(EstimateCap, Units(estimate))),
        Limit = Limit,
        Window = Window,
    };

    /// <summary>What an outcome comes to, in the claim's unit. Money is not asked here: its fractions are carried.</summary>
    internal long Actual(in AdmissionAmounts actual) => InClaim(Units(actual));

    /// <summary>Micro-dollars, exact; 0 below zero and at most what a store can hold.</summary>
    internal static decimal MicroDollars(decimal dollars) =>
        dollars <= 0 ? 0 : dollars >= long.MaxValue / 1_000_000m ? long.MaxValue : dollars * 1_000_000m;

    internal static long MicroNeurons(double neurons) =>
        neurons > 0 ? (neurons >= long.MaxValue / 1e6 ? long.MaxValue : (long)Math.Ceiling(neurons * 1e6)) : 0;

    private long InClaim(long units) => Kind == AdmissionClaimKind.Rate ? Rate.Of(units) : units;

    private long Units(in AdmissionAmounts amounts) => Unit switch
    {
        AdmissionUnit.Request or AdmissionUnit.Call => Math.Max(0, amounts.Requests),
        AdmissionUnit.Token => Math.Max(0, amounts.Tokens),
        AdmissionUnit.MicroNeuron => MicroNeurons(amounts.Neurons),
        AdmissionUnit.Place => 1,
        AdmissionUnit.MicroDollar => (long)decimal.Ceiling(MicroDollars(amounts.Cost ?? 0)),
        AdmissionUnit.Step => Math.Max(0, amounts.Steps),
        _ => 0,
    };
}
