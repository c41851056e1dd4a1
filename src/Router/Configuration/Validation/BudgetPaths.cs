using Router.Admission;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Walks the budgets with their paths; those that are no objects are left out.</summary>
internal static class BudgetPaths
{
    internal static IEnumerable<(string Path, BudgetConfig Budget)> Of(RouterConfig config, ConfigIssues issues) => config.Budgets
        .Select((budget, index) => (Path: ConfigPath.Item("budgets", index), Budget: budget))
        .Where(entry => !issues.Failed(entry.Path));
}
