using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Budgets can be told apart: their counters go by their names.</summary>
internal sealed class BudgetNamesRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        Dictionary<string, string> first = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string path, BudgetConfig budget) in BudgetPaths.Of(config, issues))
        {
            string place = ConfigPath.Property(path, "name");
            if (!issues.Failed(place) && !first.TryAdd(budget.Name, path))
            {
                issues.Error(
                    place, $"{first[budget.Name]} is named '{Shown.Name(budget.Name)}' too; names of budgets must differ, by more than case.");
            }
        }
    }
}
