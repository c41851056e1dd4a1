using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>One property of an object of the configuration.</summary>
internal abstract class ConfigProperty<TOwner>(string name, string jsonType) : IConfigProperty
{
    public string Name => name;

    public string JsonType => jsonType;

    public bool Required { get; init; }

    public virtual IReadOnlyList<string>? Values => null;

    public virtual string? Least => null;

    public virtual string? Most => null;

    public virtual bool AboveLeast => false;

    public virtual bool BelowMost => false;

    public virtual IConfigShape? Child => null;

    /// <summary>The owner with this property read from a node that is not null; unchanged, with an error, where it cannot be.</summary>
    internal abstract TOwner Bind(TOwner owner, ConfigNode node, BindingContext context);

    /// <summary>Hears of a node that is null, which leaves the owner unchanged.</summary>
    internal virtual void Skip(ConfigNode node, BindingContext context)
    {
        // Null is the same as nothing written.
    }

    /// <summary>Checks the value the owner has.</summary>
    internal abstract void Validate(TOwner owner, string path, ConfigIssues issues);

    protected static void Check<TValue>(IValueFormat<TValue> format, TValue value, string path, ConfigIssues issues)
    {
        if (!issues.Failed(path) && format.Fault(value) is { } fault)
        {
            issues.Error(path, fault);
        }
    }
}
