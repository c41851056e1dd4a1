namespace Router.Admission;

/// <summary>What a budget of money does with a target whose price is not known.</summary>
public enum UnknownPrice
{
    /// <summary>The target is skipped.</summary>
    Refuse,

    /// <summary>The target is asked, and the budget counts nothing for it.</summary>
    Allow,
}
