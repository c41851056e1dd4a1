using System.Globalization;

namespace Router.Pinning;

/// <summary>Compares what a provider says now with what the lock holds. Pure.</summary>
internal static class PinComparison
{
    /// <summary>How a resolution stands; the time in it is the lock's where nothing changed.</summary>
    internal static PinDrift Compare(PinLockEntry resolved, PinLockEntry? locked, DateOnly today)
    {
        PinLockEntry entry = locked is not null && resolved with { ResolvedAt = locked.ResolvedAt } == locked ? locked : resolved;
        (PinStatus status, string? detail) = Judge(entry, locked, today);
        return new PinDrift
        {
            Provider = entry.Provider,
            Model = entry.Model,
            Source = entry.Source,
            Status = status,
            Locked = locked,
            Resolved = entry,
            Detail = detail,
        };
    }

    private static (PinStatus Status, string? Detail) Judge(PinLockEntry now, PinLockEntry? locked, DateOnly today)
    {
        if (locked is null)
        {
            return (PinStatus.Missing, null);
        }

        if (now.Kind != locked.Kind || !now.Type.Equals(locked.Type, StringComparison.OrdinalIgnoreCase))
        {
            return (PinStatus.Drifted, $"the provider is of type '{now.Type}' now, and was '{locked.Type}'.");
        }

        if (now.Version != locked.Version)
        {
            return (PinStatus.Drifted, $"'{now.Source}' stands for '{now.Version}' now, and stood for '{locked.Version}'.");
        }

        if (now.SchemaDigest != locked.SchemaDigest)
        {
            return (PinStatus.Drifted, "its schema has changed.");
        }

        string? end = now.Deprecation?.ToString(PinningDefaults.DayFormat, CultureInfo.InvariantCulture);
        return now.Deprecation is { } day && day <= today ? (PinStatus.Deprecated, $"it was to go on {end}.")
            : now.Deprecation == locked.Deprecation ? (PinStatus.Unchanged, end is null ? null : $"it is to go on {end}.")
            : (PinStatus.Deprecated, end is null ? "its announced end was withdrawn." : $"it is to go on {end}.");
    }
}
