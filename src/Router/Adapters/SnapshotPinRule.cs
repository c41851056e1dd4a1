namespace Router.Adapters;

/// <summary>A pin is a snapshot's name, and the answer's model is that name.</summary>
internal sealed class SnapshotPinRule : IPinRule
{
    public PinKind Kind => PinKind.Snapshot;

    public string? PinOf(ModelReference model) => model.Version;

    public VersionCheck Verify(ModelReference asked, AnswerOrigin answer)
    {
        if (answer.ModelId is not { Length: > 0 } served)
        {
            return new VersionCheck(asked.Version is null || answer.IsImage ? VersionVerdict.Unprovable : VersionVerdict.Unnamed);
        }

        // No pattern of dates: gpt-5.6 is served by gpt-5.6-sol.
        bool matches = asked.Version is { } pinned
            ? served == pinned
            : served == asked.Model || served.StartsWith(asked.Model + "-", StringComparison.Ordinal);
        return new VersionCheck(matches ? VersionVerdict.Matches : VersionVerdict.Differs, served);
    }
}
