using System.Globalization;

namespace Router.Configuration.Binding;

/// <summary>The values a number or a duration may take.</summary>
/// <param name="Least">The least value; null where there is none.</param>
/// <param name="Most">The greatest value; null where there is none.</param>
/// <param name="AboveLeast">Whether the least value itself is too small.</param>
/// <param name="BelowMost">Whether the greatest value itself is too large.</param>
internal sealed record ValueRange<T>(T? Least, T? Most = null, bool AboveLeast = false, bool BelowMost = false)
    where T : struct, IComparable<T>, IFormattable
{
    /// <summary>What is wrong with a value; null where nothing is.</summary>
    internal string? Fault(T value)
    {
        bool low = Least is { } least && !(AboveLeast ? value.CompareTo(least) > 0 : value.CompareTo(least) >= 0);
        bool high = Most is { } most && !(BelowMost ? value.CompareTo(most) < 0 : value.CompareTo(most) <= 0);
        return low || high ? $"must be {Describe()}." : null;
    }

    internal string? LeastText => Least is { } least ? Text(least) : null;

    internal string? MostText => Most is { } most ? Text(most) : null;

    private static string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    private string Describe() => (LeastText, MostText, AboveLeast || BelowMost) switch
    {
        ({ } least, { } most, false) => $"{least} to {most}",
        ({ } least, { } most, true) => $"{Lower(least)} and {Upper(most)}",
        ({ } least, null, _) => Lower(least),
        (null, { } most, _) => Upper(most),
        _ => "any",
    };

    private string Lower(string least) => AboveLeast ? $"above {least}" : $"{least} or more";

    private string Upper(string most) => BelowMost ? $"below {most}" : $"at most {most}";
}
