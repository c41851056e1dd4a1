using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A text.</summary>
internal sealed class TextProperty<TOwner>(string name, Func<TOwner, string?> get, Func<TOwner, string, TOwner> set)
    : ConfigProperty<TOwner>(name, "string")
{
    private readonly TextFormat _format = new();

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (_format.TryRead(node, out string text))
        {
            return set(owner, text);
        }

        context.Issues.Error(node, _format.Explain(node).Message);
        return owner;
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        if (get(owner) is { } text)
        {
            Check(_format, text, path, issues);
        }
    }
}
