namespace Router.CodeMode.Tests.Corpora;

/// <summary>What people ask of the made-up registry, and the name of the function that does it.</summary>
internal static class SyntheticQueries
{
    /// <summary>Every function has one way of being asked for; which way, its place decides.</summary>
    internal static IEnumerable<(string Query, string Expected)> For(IReadOnlyList<string> names, int count)
    {
        int step = names.Count / count;
        for (int i = 0; i < count; i++)
        {
            string name = names[i * step];
            string[] parts = name.Split('.');
            yield return (Phrase(i, parts[0], parts[1], parts[2]), name);
        }
    }

    private static string Phrase(int number, string domain, string noun, string verb)
    {
        string said = verb switch
        {
            "list" => "show all",
            "get" => "fetch the",
            "create" => "add a new",
            "update" => "change the",
            "delete" => "remove the",
            "archive" => "archive the",
            "approve" => "accept the",
            "export" => "download",
            "assign" => "give somebody the",
            _ => "find",
        };
        return (number % 5) switch
        {
            0 => $"{verb} {noun} {domain}",
            1 => $"{said} {noun} in {domain}",
            2 => $"I am working on {domain} today. Could you please {said} {noun} for me, and tell me when it is done?",
            3 => $"{domain}: {said} {noun}",
            _ => $"{domain}{char.ToUpperInvariant(noun[0])}{noun[1..]}{char.ToUpperInvariant(verb[0])}{verb[1..]}",
        };
    }
}
