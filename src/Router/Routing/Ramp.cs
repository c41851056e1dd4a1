namespace Router.Routing;

/// <summary>Lets targets that have just come back take their place among the others step by step.</summary>
internal static class Ramp
{
    /// <summary>
    /// Puts the targets whose share loses the dice behind all others, each group in the order it had. They stay the fallback: a
    /// request is never left without a target for their sake.
    /// </summary>
    /// <param name="order">Indexes of <paramref name="targets"/>, as the strategy left them.</param>
    /// <param name="targets">The route's targets.</param>
    /// <param name="random">Answers numbers from 0 to below 1; asked only for targets in their ramp.</param>
    internal static void Demote(Span<int> order, ReadOnlySpan<RouteTarget> targets, Func<double> random)
    {
        if (order.Length < 2)
        {
            return;
        }

        int place = 0;
        for (int looked = 0; looked < order.Length; looked++)
        {
            int index = order[place];
            double share = targets[index].Health.Share;
            if (share < 1 && random() >= share)
            {
                order[(place + 1)..].CopyTo(order[place..]);
                order[^1] = index;
            }
            else
            {
                place++;
            }
        }
    }
}
