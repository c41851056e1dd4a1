using Router.Pinning;
using Spectre.Console;

namespace Router.Host.Commands;

/// <summary>The outcome of <c>router pin</c> for a person to read.</summary>
internal static class PinTable
{
    private const int ShownDigest = 12;

    internal static void Write(CommandTerminal terminal, string lockPath, bool check, IReadOnlyList<PinDrift> drifts)
    {
        Table table = new Table().AddColumns("provider", "model", "status", "version", "note").Border(TableBorder.Ascii2);
        foreach (PinDrift drift in drifts)
        {
            table.AddRow(
                Markup.Escape(drift.Provider),
                Markup.Escape(drift.Model),
                $"[{ColourOf(drift.Status)}]{WordOf(drift.Status, check)}[/]",
                Markup.Escape(VersionOf(drift.Resolved ?? drift.Locked)),
                Markup.Escape(drift.Detail ?? ""));
        }

        terminal.Write(table);
        terminal.Output.WriteLine(Summary(lockPath, check, drifts));
    }

    private static string Summary(string lockPath, bool check, IReadOnlyList<PinDrift> drifts)
    {
        int differing = drifts.Count(drift => drift.IsDrift);
        return (check, differing) switch
        {
            (true, 0) => $"{lockPath} agrees with the providers.",
            (true, _) => $"{lockPath} and the providers disagree about {differing} of {drifts.Count}. Run 'router pin', and review the difference it makes.",
            _ => drifts.Any(ChangesLock)
                ? $"{lockPath} is written. Review the difference, and commit it."
                : $"{lockPath} is as it was.",
        };
    }

    // What a provider could not tell stays in the lock as it was.
    private static bool ChangesLock(PinDrift drift) => drift.Status is PinStatus.Stale || (drift.Resolved is not null && drift.Resolved != drift.Locked);

    // After pinning, what was missing is there.
    private static string WordOf(PinStatus status, bool check) => (status, check) switch
    {
        (PinStatus.Missing, false) => "pinned",
        (PinStatus.Drifted, false) => "moved",
        (PinStatus.Stale, false) => "removed",
        (PinStatus.Unresolvable, _) => "not found",
        _ => PinOutcome.Word(status),
    };

    private static string ColourOf(PinStatus status) => status switch
    {
        PinStatus.Unchanged => "green",
        PinStatus.Unresolvable or PinStatus.Failed => "red",
        _ => "yellow",
    };

    private static string VersionOf(PinLockEntry? entry) => entry switch
    {
        null => "",
        { SchemaDigest: { } digest } => digest.Length > ShownDigest + 7 ? digest[..(ShownDigest + 7)] : digest,
        { Version.Length: 64 } => entry.Version[..ShownDigest],
        _ => entry.Version,
    };
}
