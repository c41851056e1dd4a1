namespace Router.Stores.Contract;

/// <summary>Says what the tests of a class need; where it is missing they are skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>Why the tests cannot run here; null where they can.</summary>
    public abstract string? Missing { get; }
}
