namespace Router.Pricing;

/// <summary>The whole of <c>prices.json</c>.</summary>
internal sealed record PriceList
{
    /// <summary>The day it was made and a number within the day; every report that used it names it.</summary>
    public required string Version { get; init; }

    public string? About { get; init; }

    public required IReadOnlyList<PriceEntry> Prices { get; init; }
}
