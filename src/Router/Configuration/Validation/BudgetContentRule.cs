using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A budget limits something, and nothing in it is without effect.</summary>
internal sealed class BudgetContentRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, BudgetConfig budget) in BudgetPaths.Of(config, issues))
        {
            CheckCaps(path, budget, issues);
            CheckPeriod(path, budget, issues);
            NeedsLimit(path, budget, "softShare", budget.SoftShare != AdmissionDefaults.SoftShare, issues);
            NeedsLimit(path, budget, "softRoute", budget.SoftRoute is not null, issues);
            NeedsLimit(path, budget, "unknownPrice", budget.UnknownPrice != UnknownPrice.Refuse, issues);
        }
    }

    private static void CheckCaps(string path, BudgetConfig budget, ConfigIssues issues)
    {
        bool caps = budget.Limit is not null || budget.MaxCalls is not null || budget.MaxSteps is not null || budget.Alarm is not null;
        bool unread = Failed("limit") || Failed("maxCalls") || Failed("maxSteps") || Failed("alarm");
        if (!caps && !unread)
        {
            issues.Error(path, "this budget limits nothing; it needs at least one of 'limit', 'maxCalls', 'maxSteps' and 'alarm'.");
        }

        bool Failed(string name) => issues.FailedUnder(ConfigPath.Property(path, name));
    }

    private static void CheckPeriod(string path, BudgetConfig budget, ConfigIssues issues)
    {
        string place = ConfigPath.Property(path, "period");
        if (issues.Failed(place) || issues.Failed(ConfigPath.Property(path, "window")))
        {
            return;
        }

        if (budget.Window == BudgetWindow.Rolling && budget.Period is null)
        {
            issues.Error(place, "'period' is missing: the window 'rolling' needs it, such as 1.00:00:00 for the last day.");
        }
        else if (budget.Window != BudgetWindow.Rolling && budget.Period is not null)
        {
            issues.Error(place, "'period' belongs to the window 'rolling' alone; write \"window\": \"rolling\", or leave it out.");
        }
    }

    private static void NeedsLimit(string path, BudgetConfig budget, string name, bool differs, ConfigIssues issues)
    {
        string place = ConfigPath.Property(path, name);
        bool written = differs || issues.IsWritten(place, differs);
        if (budget.Limit is null && written && !issues.Failed(place) && !issues.Failed(ConfigPath.Property(path, "limit")))
        {
            issues.Error(place, $"'{name}' needs 'limit' beside it: without one it has no effect.");
        }
    }
}
