namespace Router.CodeMode.Declarations;

/// <summary>What <see cref="DeclarationWriter"/> may write. Immutable.</summary>
public sealed record DeclarationOptions
{
    /// <summary>The default of <see cref="TokenBudget"/>.</summary>
    public const int DefaultTokenBudget = 1500;

    /// <summary>The most tokens (o200k_base) of the whole text, never exceeded. Default 1,500. Zero or less: no function fits.</summary>
    public int TokenBudget { get; init; } = DefaultTokenBudget;

    /// <summary>The most that a function gets; it gets less where the budget asks for it. Default <see cref="DeclarationDetail.Full"/>.</summary>
    public DeclarationDetail Detail { get; init; } = DeclarationDetail.Full;
}
