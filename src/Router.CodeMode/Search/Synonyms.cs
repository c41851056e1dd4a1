using System.Collections.Frozen;

namespace Router.CodeMode.Search;

/// <summary>Words that mean nearly the same in names of functions, by stem.</summary>
internal static class Synonyms
{
    /// <summary>What a synonym counts, beside the word itself.</summary>
    internal const float Weight = 0.6f;

    /// <summary>What a word of the neighbouring meaning counts: <c>list</c> for <c>get</c>.</summary>
    internal const float LooseWeight = 0.35f;

    private static readonly string[] Close =
    [
        "list show display enumerate browse view see", "get fetch read retrieve load lookup show view", "search find query lookup", "find locate get",
        "create add new make insert open register file write draft compose", "update edit modify patch change set alter adjust rename replace correct", "delete remove destroy drop erase purge unset clear",
        "send post publish submit deliver push", "cancel stop abort halt terminate kill", "run start execute trigger launch dispatch begin", "rerun retry repeat restart",
        "enable activate allow", "disable deactivate deny", "approve accept confirm grant", "reject decline refuse dismiss", "download export save", "upload import attach",
        "assign allocate give", "close finish complete resolve", "check verify validate test", "compare diff difference", "copy duplicate clone fork", "move transfer migrate",
        "subscribe follow watch", "unsubscribe unfollow unwatch", "block ban", "invite invitation", "star favorite like bookmark", "unstar unfavorite unlike", "answer reply comment respond", "merge combine join",
        "configure configuration setting option preference", "schedule plan book",
        "repository repo", "organization organisation org company", "pull pr", "authentication auth authenticate", "username login", "environment env", "variable var", "message msg", "image img picture photo",
        "document doc", "application app", "database db", "directory folder", "email mail", "user account person people profile", "member people person", "label tag", "milestone goal", "comment note remark",
        "workflow ci pipeline action", "commit revision", "branch ref", "notification alert", "secret credential password token", "key credential", "permission access right role", "statistic stat metric analytic",
        "log history audit", "emoji reaction", "webhook hook callback", "vulnerability advisory", "employee staff worker", "customer client buyer", "invoice bill", "ticket case", "vehicle car truck", "appointment visit",
        "meeting call", "shipment parcel delivery package", "loan credit", "course class lesson", "contract agreement", "candidate applicant", "booking reservation", "venue location place", "product item article",
        "price cost amount", "latest last newest recent", "artifact output", "runner machine", "readme documentation", "contributor author", "collaborator contributor member", "content file",
    ];

    private static readonly string[] Loose =
    [
        "list get search find show fetch read retrieve", "create add send post publish start", "delete remove cancel revoke dismiss archive",
        "update set edit enable disable", "assign add set", "unassign remove", "lock close", "update close reopen", "history list", "approve review", "check get list",
    ];

    private static readonly FrozenDictionary<string, (string Stem, float Weight)[]> ByStem = Build();

    /// <summary>The stems that mean nearly the same as one.</summary>
    internal static ReadOnlySpan<(string Stem, float Weight)> Of(string stem) => ByStem.TryGetValue(stem, out (string, float)[]? found) ? found : [];

    private static FrozenDictionary<string, (string, float)[]> Build()
    {
        Dictionary<string, Dictionary<string, float>> all = new(StringComparer.Ordinal);
        foreach ((string[] groups, float weight) in (ReadOnlySpan<(string[], float)>)[(Close, Weight), (Loose, LooseWeight)])
        {
            foreach (string group in groups)
            {
                string[] stems = [.. group.Split(' ').Select(Stemmer.Stem).Distinct()];
                foreach (string stem in stems)
                {
                    if (!all.TryGetValue(stem, out Dictionary<string, float>? others))
                    {
                        all.Add(stem, others = new(StringComparer.Ordinal));
                    }

                    foreach (string other in stems.Where(other => other != stem))
                    {
                        others.TryAdd(other, weight);
                    }
                }
            }
        }

        return all.ToFrozenDictionary(
            pair => pair.Key, pair => pair.Value.Select(other => (other.Key, other.Value)).OrderBy(other => other.Key, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }
}
