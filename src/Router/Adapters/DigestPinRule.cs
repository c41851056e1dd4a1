namespace Router.Adapters;

/// <summary>A pin is 64 hex digits, and a property of the answer holds them.</summary>
internal sealed class DigestPinRule : IPinRule
{
    public PinKind Kind => PinKind.Digest;

    public string? PinOf(ModelReference model) => model.Version ?? DigestForm.WithinName(model.Model);

    public VersionCheck Verify(ModelReference asked, AnswerOrigin answer)
    {
        string? pinned = PinOf(asked);
        string? served = answer.Properties is { } properties && properties.TryGetValue(PinRules.DigestProperty, out object? value)
            ? value as string
            : null;
        return (pinned, string.IsNullOrEmpty(served)) switch
        {
            (null, true) => new VersionCheck(VersionVerdict.Unprovable),

            // An unpinned model has no version to differ from; which one it was is worth knowing all the same.
            (null, false) => new VersionCheck(VersionVerdict.Matches, served),
            (_, true) => new VersionCheck(VersionVerdict.Unnamed),
            _ => new VersionCheck(
                pinned.Equals(served, StringComparison.OrdinalIgnoreCase) ? VersionVerdict.Matches : VersionVerdict.Differs, served),
        };
    }
}
