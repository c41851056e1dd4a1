namespace Router.Routing.Strategies;

/// <summary>Where a target stands among the others: lower goes first. Never NaN.</summary>
internal delegate double TargetRank(in StrategyContext context, int index);
