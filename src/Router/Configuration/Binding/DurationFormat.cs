using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A time span, <c>hh:mm:ss</c>.</summary>
internal sealed class DurationFormat(ValueRange<TimeSpan> range) : IValueFormat<TimeSpan>
{
    public string JsonType => "string";

    public string? Least => range.LeastText;

    public string? Most => range.MostText;

    public bool AboveLeast => range.AboveLeast;

    public bool TryRead(ConfigNode node, out TimeSpan value)
    {
        value = default;
        return node.Kind is ConfigKind.Text or ConfigKind.Untyped && Duration.TryParse(node.Text, out value);
    }

    public (string Message, string? Suggestion) Explain(ConfigNode node) =>
        node.Kind is ConfigKind.Text or ConfigKind.Untyped or ConfigKind.Number
            ? ($"must be a duration in the form {Duration.Form}.", Duration.Suggest(node.Text))
            : ($"must be a duration in the form {Duration.Form}, not {node.KindName}.", null);

    public string? Fault(TimeSpan value) => range.Fault(value);
}
