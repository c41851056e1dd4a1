namespace Router.Admission;

/// <summary>When a budget begins anew.</summary>
public enum BudgetWindow
{
    /// <summary>At 00:00 UTC.</summary>
    Day,

    /// <summary>On the first of the month at 00:00 UTC.</summary>
    Month,

    /// <summary>The last <see cref="BudgetConfig.Period"/>.</summary>
    Rolling,

    /// <summary>Never: for sessions and agents.</summary>
    Total,
}
