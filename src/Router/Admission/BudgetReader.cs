namespace Router.Admission;

/// <summary>Reads what budgets stand at.</summary>
internal static class BudgetReader
{
    internal static async ValueTask<IReadOnlyList<BudgetStanding>> ReadAsync(
        AdmissionPlan plan, IAdmissionStore store, CancellationToken cancellationToken)
    {
        List<BudgetStanding> all = [];
        foreach (IGrouping<BudgetConfig, AdmissionLimit> budget in plan.Limits.Where(limit => limit is { Budget: not null, IsAlarm: false }).GroupBy(limit => limit.Budget!))
        {
            BudgetStanding standing = new(budget.Key.Name, budget.Key.Scope, budget.First().Value)
            {
                Limit = budget.Key.Limit,
                MaxCalls = budget.Key.MaxCalls,
                MaxSteps = budget.Key.MaxSteps,
            };
            foreach (AdmissionLimit limit in budget)
            {
                QuotaStanding read = await store.ReadAsync(limit.Key, limit.Window, cancellationToken).ConfigureAwait(false);
                standing = limit.Unit switch
                {
                    AdmissionUnit.MicroDollar => standing with { Spent = read.Spent / 1_000_000m, Held = read.Held / 1_000_000m },
                    AdmissionUnit.Call => standing with { Calls = read.Spent + read.Held },
                    _ => standing with { Steps = read.Spent + read.Held },
                };
            }

            all.Add(standing);
        }

        return all;
    }
}
