using Router.Adapters;

namespace Router.Pinning;

/// <summary>Decides, before anything is asked, whether a target is pinned well enough for its mode. Pure.</summary>
public static class PinPolicy
{
    private const string RunPin = "or run 'router pin', which writes what it stands for now to the lock file";
    private const string SwitchOff = "set \"pinning\": \"off\" on this target";

    /// <summary>Checks one target.</summary>
    /// <param name="mode">The mode that holds for it.</param>
    /// <param name="rule">How its provider's answers tell their version; null where they tell nothing.</param>
    /// <param name="model">The model as the target names it.</param>
    /// <param name="version">The target's own version; null where it has none.</param>
    /// <param name="entry">What the lock holds for the bare name; null where it holds nothing.</param>
    /// <returns>The fault; null where there is none.</returns>
    public static PinFault? Check(PinningMode mode, IPinRule? rule, string model, string? version, PinLockEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(model);
        bool strict = mode == PinningMode.Strict;
        if (rule is null)
        {
            return strict
                ? Error($"nothing tells which version of '{model}' answers, so it cannot be pinned: {SwitchOff}, or name another target.")
                : null;
        }

        string? pinned = version ?? (rule.Kind is PinKind.Digest ? DigestForm.WithinName(model) : null);
        if (rule.Kind is PinKind.Digest && pinned is not null && !DigestForm.IsDigest(pinned))
        {
            return Error(
                $"'{pinned}' is no version of '{Bare(model)}': a version is 64 hex digits, as https://replicate.com/{Bare(model)}/versions shows. "
                + "Write one of those as \"version\", or leave the version out if it is an official model.");
        }

        string asked = pinned ?? EffectiveVersion(mode, rule, version, entry) ?? model;
        bool told = strict && pinned is null && EntryFault(rule.Kind, model, entry) is not null;
        if (mode != PinningMode.Off && rule.Kind is not PinKind.Schema && IsFloating(asked) && !told)
        {
            return new PinFault(
                $"'{asked}' is a floating name, which another version may stand behind tomorrow: write \"version\": {Form(rule.Kind)}.", strict);
        }

        return strict && pinned is null && EntryFault(rule.Kind, model, entry) is { } fault ? Error(fault) : null;
    }

    /// <summary>The version that a target asks for: its own, or what the lock holds for the bare name; null where there is none.</summary>
    /// <param name="mode">The mode that holds for the target; where it is off, the lock does not count.</param>
    /// <param name="rule">How its provider's answers tell their version; null where they tell nothing.</param>
    /// <param name="version">The target's own version.</param>
    /// <param name="entry">What the lock holds for the bare name.</param>
    public static string? EffectiveVersion(PinningMode mode, IPinRule? rule, string? version, PinLockEntry? entry) =>
        version ?? (mode != PinningMode.Off && entry is { Kind: PinKind.Snapshot or PinKind.Digest } && entry.Kind == rule?.Kind
            ? entry.Version
            : null);

    private static string? EntryFault(PinKind kind, string model, PinLockEntry? entry)
    {
        if (entry is not null && entry.Kind == kind)
        {
            return null;
        }

        return kind switch
        {
            PinKind.Digest when model.StartsWith("deployments/", StringComparison.Ordinal) =>
                $"'{model}' is a deployment, whose version is set at Replicate and cannot be pinned here: {SwitchOff}, or name the model with its version.",
            PinKind.Digest =>
                $"'{model}' is not pinned: write \"version\": {Form(kind)}, {RunPin}. Official models of Replicate cannot be pinned: choose a "
                + $"community model's version instead, or {SwitchOff}.",
            PinKind.Schema => $"'{model}' is not in the lock file: run 'router pin', which notes the digest of its schema, or {SwitchOff}.",
            _ => $"'{model}' is not pinned: write \"version\": {Form(kind)}, {RunPin}.",
        };
    }

    private static string Form(PinKind kind) => kind switch
    {
        PinKind.Digest => "\"<64 hex digits>\"",
        _ => "\"<snapshot>\", such as gpt-4o-mini-2024-07-18",
    };

    /// <summary>Whether a name says itself that it moves.</summary>
    internal static bool IsFloating(string name) =>
        name.Equals("latest", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(":latest", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("-latest", StringComparison.OrdinalIgnoreCase);

    private static string Bare(string model) =>
        model.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? model[..colon] : model;

    private static PinFault Error(string message) => new(message, IsError: true);
}
