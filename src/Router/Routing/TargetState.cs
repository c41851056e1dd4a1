namespace Router.Routing;

/// <summary>A target as it is now. Valid during the call of a strategy alone.</summary>
public readonly ref struct TargetState
{
    private readonly RouteTarget _target;

    internal TargetState(RouteTarget target) => _target = target;

    /// <summary>The target as the configuration names it.</summary>
    public TargetInfo Info => _target.Info;

    /// <summary>Its configured weight, 0 or more.</summary>
    public double Weight => _target.Weight;

    /// <summary>The share of conversations that it is a canary for; null where it is none.</summary>
    public double? Canary => _target.Canary;

    /// <summary>How many attempts are at work on its model now, from all routes of this process.</summary>
    public int InFlight => _target.Statistics.InFlight;

    /// <summary>The smoothed time from the start of an attempt to its first real output; null while none is known.</summary>
    public TimeSpan? TimeToFirstOutput => _target.Statistics.TimeToFirstOutput;

    /// <summary>Whether its time is unknown and ought to be found out.</summary>
    internal bool WantsTrial => _target.Statistics.WantsTrial;

    /// <summary>What a request of so many tokens costs in US dollars, by the price table; null where the price is not known.</summary>
    public decimal? EstimateCost(long inputTokens, long outputTokens) => _target.Price?.Estimate(inputTokens, outputTokens, images: 0);

    /// <summary>What so many images cost, or as many as the target's parameters say.</summary>
    internal decimal? EstimateImages(int images) => _target.Price?.Estimate(0, 0, _target.Parameters?.Count ?? images);
}
