using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

internal static class UsageSum
{
    /// <summary>The sum as an object of its own: neither of the two is changed but the first, which is the sum so far.</summary>
    internal static UsageDetails? Add(UsageDetails? sum, UsageDetails? more)
    {
        if (more is null)
        {
            return sum;
        }

        sum ??= new UsageDetails();
        sum.Add(more);
        return sum;
    }
}
