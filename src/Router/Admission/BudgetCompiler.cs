using System.Globalization;

namespace Router.Admission;

/// <summary>Turns the budgets of one scope's value into limits.</summary>
internal static class BudgetCompiler
{
    /// <summary>Adds what the budgets that match the value take.</summary>
    internal static void Compile(
        IReadOnlyList<BudgetConfig> budgets, LimitScope scope, string? value, List<AdmissionLimit> perAttempt, List<AdmissionLimit> perRequest)
    {
        foreach (BudgetConfig budget in budgets)
        {
            if (budget.Scope != scope || !Matches(budget, value))
            {
                continue;
            }

            if (budget.Limit is { } dollars)
            {
                long most = (long)decimal.Floor(AdmissionLimit.MicroDollars(dollars));
                perAttempt.Add(New(budget, value, AdmissionUnit.MicroDollar, "money", most, Text(dollars)));
            }

            if (budget.Alarm is { } alarm)
            {
                string key = FormattableString.Invariant($"alarm-{alarm.Period.TotalSeconds}");
                perAttempt.Add(New(budget, value, AdmissionUnit.MicroDollar, key, long.MaxValue, Text(alarm.Amount), QuotaWindow.Rolling(alarm.Period)));
            }

            if (budget.MaxCalls is { } calls)
            {
                perAttempt.Add(New(budget, value, AdmissionUnit.Call, "calls", calls, Text(calls)));
            }

            if (budget.MaxSteps is { } steps)
            {
                perRequest.Add(New(budget, value, AdmissionUnit.Step, "steps", steps, Text(steps)));
            }
        }
    }

    internal static bool Matches(BudgetConfig budget, string? value) =>
        budget.Match is null || string.Equals(
            budget.Match,
            value,
            budget.Scope is LimitScope.Provider or LimitScope.Target or LimitScope.Route
                ? StringComparison.OrdinalIgnoreCase
                : StringComparison.Ordinal);

    private static AdmissionLimit New(
        BudgetConfig budget, string? value, AdmissionUnit unit, string key, long most, string shown, QuotaWindow? alarm = null) => new()
        {
            Kind = AdmissionClaimKind.Quota,
            Unit = unit,
            Key = AdmissionKeys.Budget(budget, value, key),
            Scope = budget.Scope,
            Owner = value is null ? "everything" : $"{AdmissionKeys.Word(budget.Scope)} '{value}'",
            Name = budget.Name,
            OnStoreFailure = budget.OnStoreFailure,
            Limit = most,
            Shown = shown,
            Window = alarm ?? Window(budget),
            Budget = budget,
            Value = value,
            IsAlarm = alarm is not null,
        };

    private static QuotaWindow Window(BudgetConfig budget) => budget.Window switch
    {
        BudgetWindow.Day => QuotaWindow.Day,
        BudgetWindow.Month => QuotaWindow.Month,
        BudgetWindow.Rolling => QuotaWindow.Rolling(budget.Period ?? TimeSpan.FromDays(1)),
        _ => QuotaWindow.Forever,
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
