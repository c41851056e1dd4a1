namespace Router.Admission;

/// <summary>What happened to a budget.</summary>
public enum BudgetEventKind
{
    /// <summary>The soft share of its money is spent or held.</summary>
    SoftShare,

    /// <summary>It refused a request for want of money, calls or steps.</summary>
    Exhausted,

    /// <summary>Money is spent faster than its alarm allows.</summary>
    SpendAlarm,
}
