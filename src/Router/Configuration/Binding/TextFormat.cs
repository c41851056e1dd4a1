using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A text that is not empty.</summary>
/// <param name="blank">Whether a text of white space alone means something, as it does in a stop sequence.</param>
internal sealed class TextFormat(bool blank = false) : IValueFormat<string>
{
    public string JsonType => "string";

    public bool TryRead(ConfigNode node, out string value)
    {
        value = node.Text;
        return node.Kind is ConfigKind.Text or ConfigKind.Untyped;
    }

    public (string Message, string? Suggestion) Explain(ConfigNode node) => ($"must be a text, not {node.KindName}.", null);

    public string? Fault(string value) =>
        (blank ? string.IsNullOrEmpty(value) : string.IsNullOrWhiteSpace(value)) ? "must not be empty." : null;
}
