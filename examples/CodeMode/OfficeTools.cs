using Microsoft.Extensions.AI;

namespace CodeModeExample;

/// <summary>Fifty subjects, ten verbs: five hundred functions. Three of them do something in this example.</summary>
internal static class OfficeTools
{
    private static readonly string[] Subjects =
    [
        "invoices", "payments", "customers", "suppliers", "contracts", "orders", "products", "warehouses", "shipments", "returns",
        "employees", "teams", "payrolls", "holidays", "trainings", "interviews", "candidates", "offers", "desks", "rooms",
        "meetings", "calendars", "minutes", "projects", "tasks", "milestones", "sprints", "releases", "incidents", "alerts",
        "servers", "databases", "backups", "certificates", "domains", "mailboxes", "newsletters", "campaigns", "leads", "deals",
        "quotes", "budgets", "expenses", "receipts", "taxes", "audits", "policies", "risks", "licenses", "reports",
    ];

    private static readonly string[] Verbs = ["list", "get", "create", "update", "remove", "archive", "restore", "approve", "export", "count"];

    internal static IReadOnlyList<AITool> All(string folder)
    {
        List<AITool> tools = [];
        foreach (string subject in Subjects)
        {
            foreach (string verb in Verbs)
            {
                tools.Add(Make(subject, verb, folder));
            }
        }

        return tools;
    }

    private static AIFunction Make(string subject, string verb, string folder) => (subject, verb) switch
    {
        ("invoices", "list") => new OfficeTool(
            "invoices.list", "Lists invoices, the latest first. One page holds at most 100 of them.",
            """{"type":"object","properties":{"state":{"type":"string","enum":["open","paid","overdue"]},"page":{"type":"integer","minimum":1}},"required":["state"]}""",
            _ => """[{"id":"I-1","supplier":"S-7","amount":120.5},{"id":"I-2","supplier":"S-9","amount":80},{"id":"I-3","supplier":"S-7","amount":99.5}]"""),
        ("suppliers", "get") => new OfficeTool(
            "suppliers.get", "Reads one supplier.",
            """{"type":"object","properties":{"id":{"type":"string","description":"Such as S-7."}},"required":["id"]}""",
            arguments => $$"""{"id":"{{arguments["id"]}}","name":"{{(arguments["id"]?.ToString() == "S-7" ? "Paper & Co" : "Light Ltd")}}"}"""),
        ("payments", "create") => new ApprovalRequiredAIFunction(new OfficeTool(
            "payments.create", "Pays an amount to a supplier.",
            """{"type":"object","properties":{"supplier":{"type":"string"},"amount":{"type":"number","exclusiveMinimum":0},"currency":{"type":"string","enum":["EUR","USD"]}},"required":["supplier","amount","currency"]}""",
            _ =>
            {
                File.AppendAllText(Path.Combine(folder, "payments.txt"), "paid\n");
                return """{"id":"P-1","state":"sent"}""";
            })),
        _ => new OfficeTool(
            $"{subject}.{verb}", $"{char.ToUpperInvariant(verb[0])}{verb[1..]}s {subject} of the office. Needs the right of the {subject} desk, and is written to its book.",
            """
            {"type":"object","properties":{
              "id":{"type":"string","description":"The identifier, as SUBJECT.list gives it."},
              "filter":{"type":"object","properties":{"since":{"type":"string","format":"date"},"owner":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}}}},
              "page":{"type":"integer","minimum":1},"order":{"type":"string","enum":["newest","oldest","name"]},"note":{"type":"string","maxLength":500}}}
            """.Replace("SUBJECT", subject, StringComparison.Ordinal),
            _ => "null"),
    };
}
