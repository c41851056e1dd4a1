namespace Router.CodeMode.Declarations;

/// <summary>How much of an object is shown.</summary>
internal sealed record TypeLimits(DetailProfile Profile, int Members, bool RequiredOnly)
{
    internal static readonly TypeLimits None = new(DetailProfile.Of(DeclarationDetail.Minimal), 0, false);

    internal static TypeLimits OfParameters(DetailProfile profile) => new(profile, profile.ParameterMembers, profile.RequiredOnly);

    internal static TypeLimits OfResult(DetailProfile profile) => new(profile, profile.ResultMembers, false);

    /// <summary>The members that are shown: all, or the more telling ones.</summary>
    internal IReadOnlyList<Member> Shown(ObjectType type) => Shown(type.Members);

    internal IReadOnlyList<Member> Shown(IReadOnlyList<Member> members)
    {
        IEnumerable<Member> shown = RequiredOnly ? members.Where(member => member.Required) : members;
        return members.Count <= Members ? [.. shown]
            : [.. shown.Where(member => !IsNoise(member)).Concat(shown.Where(IsNoise)).Take(Members)];
    }

    /// <summary>Addresses of further requests: programs have functions for these.</summary>
    private static bool IsNoise(Member member) =>
        member.Name.EndsWith("_url", StringComparison.Ordinal) || member.Name.EndsWith("Url", StringComparison.Ordinal) || member.Name is "node_id" or "_links" or "links" or "url";
}
