namespace Router.Admission;

/// <summary>What holds while the store is away.</summary>
public enum StoreFailure
{
    /// <summary>This process keeps the limit for itself, at its share: the limit divided by the store's <c>instances</c>.</summary>
    LocalShare,

    /// <summary>Nothing is let through.</summary>
    Closed,
}
