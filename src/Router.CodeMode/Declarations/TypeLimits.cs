namespace Router.CodeMode.Declarations;

/// <summary>How much of an object is shown.</summary>
/// <param name="Profile">The detail.</param>
/// <param name="Members">How many members.</param>
/// <param name="IsInput">Whether values go into a call: a member that a call must have is always shown.</param>
internal sealed record TypeLimits(DetailProfile Profile, int Members, bool IsInput)
{
    private const int FewMembers = 6;

    internal static readonly TypeLimits None = new(DetailProfile.Of(DeclarationDetail.Minimal), 0, IsInput: false);

    internal bool RequiredOnly => IsInput && Profile.RequiredOnly;

    internal static TypeLimits OfParameters(DetailProfile profile) => new(profile, profile.ParameterMembers, IsInput: true);

    internal static TypeLimits OfResult(DetailProfile profile) => new(profile, profile.ResultMembers, IsInput: false);

    /// <summary>The members that are shown: all, or the more telling ones.</summary>
    internal IReadOnlyList<Member> Shown(ObjectType type) => Shown(type.Members);

    internal IReadOnlyList<Member> Shown(IReadOnlyList<Member> members)
    {
        IEnumerable<Member> wanted = RequiredOnly ? members.Where(member => member.Required)
            : IsInput || Profile.Limits || members.Count <= FewMembers ? members
            : members.Where(member => !IsNoise(member));
        if (members.Count <= Members)
        {
            return [.. wanted];
        }

        int most = IsInput ? Math.Max(Members, members.Count(member => member.Required)) : Members;
        return [.. wanted.OrderBy(member => IsInput ? !member.Required : IsNoise(member)).Take(most)];
    }

    /// <summary>Addresses of further requests: programs have functions for these.</summary>
    private static bool IsNoise(Member member) =>
        member.Name.EndsWith("_url", StringComparison.Ordinal) || member.Name.EndsWith("Url", StringComparison.Ordinal) || member.Name is "node_id" or "_links" or "links" or "url";
}
