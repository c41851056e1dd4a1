namespace Router.Routing.Strategies;

/// <summary>
/// Gives each target with a <c>canary</c> share that share of the conversations, as the first one asked; all else goes to the
/// other targets in the order written. A canary that fails falls back to those; they fall back to a canary only when none of them
/// is left.
/// </summary>
/// <remarks>
/// A conversation stays where it is, in every process: it is placed by a stable hash of its id and of the target's name. A share
/// that is raised keeps those that were in it, and of several canaries one that is raised moves as few as can be. Requests without
/// a session or conversation are placed by chance.
/// </remarks>
internal sealed class CanaryStrategy : ITargetStrategy
{
    public string Name => "canary";

    public void Order(in StrategyContext context, Span<int> order)
    {
        if (order.Length < 2)
        {
            return;
        }

        int chosen = Choose(context, order.Length);
        int place = 0;
        if (chosen >= 0)
        {
            order[place++] = chosen;
        }

        for (int index = 0; index < order.Length; index++)
        {
            if (context.Target(index).Canary is null)
            {
                order[place++] = index;
            }
        }

        for (int index = 0; index < order.Length; index++)
        {
            if (index != chosen && context.Target(index).Canary is not null)
            {
                order[place++] = index;
            }
        }
    }

    private static int Choose(in StrategyContext context, int count)
    {
        // What the canaries before left over: each takes its share of the whole out of that.
        double left = 1;
        for (int index = 0; index < count; index++)
        {
            TargetState target = context.Target(index);
            if (target.Canary is not { } share)
            {
                continue;
            }

            if (Position(context, target.Info.Name) * left < share)
            {
                return index;
            }

            left = Math.Max(left - share, 0);
        }

        return -1;
    }

    // By the name too, lest every new version be tried on the same conversations.
    private static double Position(in StrategyContext context, string target)
    {
        if (context.Affinity is not { Length: > 0 } affinity)
        {
            return context.Random();
        }

        StableHash hash = default;
        hash.Add(target);
        hash.Add("\n");
        hash.Add(affinity);
        return hash.Position;
    }
}
