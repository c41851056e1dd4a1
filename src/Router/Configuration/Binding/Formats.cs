namespace Router.Configuration.Binding;

/// <summary>The forms and ranges that several shapes share.</summary>
internal static class Formats
{
    internal const decimal MostMoney = 1_000_000_000;
    internal const decimal MostPrice = 1_000_000;

    internal static readonly TimeSpan Day = TimeSpan.FromDays(1);
    internal static readonly TimeSpan Month = TimeSpan.FromDays(31);

    internal static readonly BooleanFormat Flag = new();
    internal static readonly NumberFormat<int> OneOrMore = new(new ValueRange<int>(1));
    internal static readonly NumberFormat<long> ManyOneOrMore = new(new ValueRange<long>(1));
    internal static readonly NumberFormat<long> ManyZeroOrMore = new(new ValueRange<long>(0));
    internal static readonly NumberFormat<double> AboveZero = new(new ValueRange<double>(0, AboveLeast: true));
    internal static readonly NumberFormat<double> Share = new(new ValueRange<double>(0, 1, AboveLeast: true));
    internal static readonly NumberFormat<double> ShareBelowOne = new(new ValueRange<double>(0, 1, AboveLeast: true, BelowMost: true));
    internal static readonly DurationFormat Timer = new(new ValueRange<TimeSpan>(TimeSpan.Zero, Day, AboveLeast: true));
    internal static readonly DurationFormat Wait = new(new ValueRange<TimeSpan>(TimeSpan.Zero, Day));
    internal static readonly DurationFormat UpToAMonth = new(new ValueRange<TimeSpan>(TimeSpan.Zero, Month, AboveLeast: true));
}
