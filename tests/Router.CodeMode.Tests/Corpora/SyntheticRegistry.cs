using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Corpora;

/// <summary>
/// Made-up functions, always the same: 25 domains, each with 25 nouns and 10 verbs, 2 to 8 parameters of a pool of 20, descriptions of two
/// or three sentences, and a result.
/// </summary>
internal static class SyntheticRegistry
{
    internal static readonly string[] Domains =
    [
        "billing", "shipping", "inventory", "payroll", "marketing", "support", "analytics", "identity", "calendar", "storage", "messaging", "recruiting", "travel",
        "insurance", "lending", "catalog", "orders", "fleet", "clinic", "school", "energy", "legal", "events", "security", "publishing",
    ];

    internal static readonly string[] Nouns =
    [
        "invoice", "customer", "shipment", "warehouse", "employee", "campaign", "ticket", "report", "session", "meeting", "document", "thread", "candidate", "booking",
        "policy", "loan", "product", "order", "vehicle", "appointment", "course", "meter", "contract", "venue", "alert",
    ];

    internal static readonly string[] Verbs = ["list", "get", "create", "update", "delete", "archive", "approve", "export", "assign", "search"];

    private static readonly string[] Sentences =
    [
        "Results are sorted by the time of creation, newest first.", "The caller needs write access to the workspace.", "Changes are visible to all members at once.",
        "The operation is recorded in the audit log.", "Rate limits of the workspace apply.", "Archived records are left out unless asked for.",
        "Large answers come in pages.", "Webhooks of the workspace are told about it.",
    ];

    private static readonly (string Name, string Schema)[] Pool =
    [
        ("id", """{"type":"string","format":"uuid","description":"The unique identifier of the record."}"""),
        ("workspace_id", """{"type":"string","description":"The workspace that the record belongs to."}"""),
        ("status", """{"type":"string","enum":["draft","active","paused","closed"],"description":"Only records in this state."}"""),
        ("priority", """{"type":"string","enum":["low","normal","high","urgent"],"default":"normal","description":"How urgent the record is."}"""),
        ("limit", """{"type":"integer","minimum":1,"maximum":100,"default":25,"description":"The number of records per page, at most 100."}"""),
        ("cursor", """{"type":"string","description":"The cursor that the previous page answered with."}"""),
        ("since", """{"type":"string","format":"date-time","description":"Only records that changed after this time, in ISO 8601."}"""),
        ("until", """{"type":"string","format":"date-time","description":"Only records that changed before this time, in ISO 8601."}"""),
        ("tags", """{"type":"array","items":{"type":"string"},"maxItems":20,"description":"Labels that the record must carry."}"""),
        ("owner_email", """{"type":"string","format":"email","description":"The e-mail address of the person in charge."}"""),
        ("amount", """{"type":"number","minimum":0,"description":"The amount in the currency of the workspace."}"""),
        ("currency", """{"type":"string","enum":["USD","EUR","GBP","JPY"],"description":"The currency of all amounts."}"""),
        ("metadata", """{"type":"object","additionalProperties":{"type":"string"},"description":"Free key-value pairs kept with the record."}"""),
        ("filter", """{"type":"object","description":"Conditions that records must meet.","properties":{"field":{"type":"string"},"operator":{"type":"string","enum":["eq","ne","lt","gt","in"]},"value":{"type":["string","number","boolean"]}},"required":["field","operator","value"]}"""),
        ("sort", """{"type":"string","enum":["created","updated","name"],"default":"created","description":"The property to sort by."}"""),
        ("include_archived", """{"type":"boolean","default":false,"description":"Whether archived records are included."}"""),
        ("notify", """{"type":"boolean","default":true,"description":"Whether the people concerned are told."}"""),
        ("reason", """{"type":"string","maxLength":500,"description":"Why this is done, for the audit log."}"""),
        ("address", """{"type":"object","description":"A postal address.","properties":{"street":{"type":"string"},"city":{"type":"string"},"zip":{"type":"string"},"country":{"type":"string","pattern":"^A"}},"required":["street","city","country"]}"""),
        ("due_date", """{"type":"string","format":"date","description":"The day by which it has to be done."}"""),
    ];

    /// <summary>The first functions of the registry, spread over all domains.</summary>
    /// <param name="count">1 to 6,250.</param>
    internal static IReadOnlyList<CatalogueFunction> Make(int count)
    {
        List<(string Domain, string Noun, string Verb)> names = [];
        foreach (string domain in Domains)
        {
            foreach (string noun in Nouns)
            {
                names.AddRange(Verbs.Select(verb => (domain, noun, verb)));
            }
        }

        // Which of them: shuffled, so that every size has all kinds, and a smaller registry is part of a larger one.
        Random random = new(42);
        for (int i = names.Count - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (names[i], names[other]) = (names[other], names[i]);
        }

        return [.. names.Take(count).Select(name => Make(name.Domain, name.Noun, name.Verb, random))];
    }

    private static CatalogueFunction Make(string domain, string noun, string verb, Random random)
    {
        HashSet<int> chosen = [];
        int parameters = random.Next(2, 9);
        while (chosen.Count < parameters)
        {
            chosen.Add(random.Next(Pool.Length));
        }

        string plural = verb is "list" or "search" or "export" ? Plural(noun) : noun;
        string summary = $"{char.ToUpperInvariant(verb[0])}{verb[1..]} {(verb is "list" or "search" or "export" ? plural : $"a {noun}")} in {domain}.";
        int sentences = random.Next(1, 3);
        string description = string.Join(' ', Enumerable.Range(0, sentences).Select(_ => Sentences[random.Next(Sentences.Length)]));
        return new CatalogueFunction
        {
            Name = $"{domain}.{plural}.{verb}",
            RawName = $"{domain}_{verb}_{plural}",
            Source = "made up",
            Summary = summary,
            Description = description,
            Parameters = [.. chosen.Select((index, place) => new CatalogueParameter(Pool[index].Name, Parse(Pool[index].Schema), Required: place < 2))],
            ResultSchema = Parse(Result(noun, verb)),
            Tags = [domain],
            Invoke = (_, _) => ValueTask.FromException<CodeCallResult>(new NotSupportedException("It is only to be read.")),
        };
    }

    private static string Result(string noun, string verb)
    {
        string record = $$$"""{"type":"object","properties":{"id":{"type":"string"},"{{{noun}}}_number":{"type":"string"},"status":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"amount":{"type":["number","null"]}},"required":["id","status"]}""";
        return verb is "list" or "search"
            ? $$$"""{"type":"object","properties":{"items":{"type":"array","items":{{{record}}}},"next_cursor":{"type":["string","null"]}},"required":["items"]}"""
            : verb == "export" ? """{"type":"object","properties":{"url":{"type":"string"}},"required":["url"]}""" : record;
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static string Plural(string noun) => noun.EndsWith('y') && noun != "survey" ? noun[..^1] + "ies" : noun + "s";
}
