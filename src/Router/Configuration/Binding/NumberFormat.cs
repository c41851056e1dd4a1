using System.Globalization;
using System.Numerics;
using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A number of the kind of <typeparamref name="T"/>.</summary>
internal sealed class NumberFormat<T>(ValueRange<T>? range = null) : IValueFormat<T>
    where T : struct, INumber<T>
{
    private static readonly bool Whole = !T.TryParse("0.5", NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    public string JsonType => Whole ? "integer" : "number";

    public string? Least => range?.LeastText;

    public string? Most => range?.MostText;

    public bool AboveLeast => range?.AboveLeast ?? false;

    public bool BelowMost => range?.BelowMost ?? false;

    public bool TryRead(ConfigNode node, out T value)
    {
        value = default;
        return node.Kind is ConfigKind.Number or ConfigKind.Untyped
            && T.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && T.IsFinite(value)
            && !Vanished(node, value);
    }

    public (string Message, string? Suggestion) Explain(ConfigNode node) =>
        ((node.Kind is ConfigKind.Number, Whole) switch
        {
            (true, true) => "must be a whole number that is not too large.",
            (true, false) when IsTiny(node) => "is too close to zero.",
            (true, false) => "is too large a number.",
            _ => $"must be {(Whole ? "a whole number" : "a number")}, not {node.KindName}.",
        }, null);

    public string? Fault(T value) => T.IsFinite(value) ? range?.Fault(value) : "must be a number.";

    // A value that has no place in T reads as zero, which may mean something else altogether: free of charge, or never.
    private static bool Vanished(ConfigNode node, T value) =>
        T.IsZero(value) && node.Text.TakeWhile(digit => digit is not ('e' or 'E')).Any(digit => digit is >= '1' and <= '9');

    private static bool IsTiny(ConfigNode node) =>
        T.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && Vanished(node, value);
}
