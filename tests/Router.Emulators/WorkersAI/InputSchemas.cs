using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal static class InputSchemas
{
    public static void Check(WorkersAIModel model, JsonNode body, EmulatorRequest request)
    {
        List<SchemaViolation> violations = SchemaChecker.Check(EmbeddedSchemas.Of(model.Schema), body);
        if (violations.Count > 0)
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: " + string.Join(", ", violations.Select(Describe)));
        }
    }

    private static string Describe(SchemaViolation violation)
    {
        string path = violation.Path.Length == 0 ? "/" : violation.Path;
        return violation.Kind switch
        {
            ViolationKind.Type => $"Type mismatch of '{path}', '{violation.Subject}' not in '{violation.Expected}'",
            ViolationKind.Required => $"required properties at '{path}' are '{violation.Subject}'",
            ViolationKind.Unknown => $"Additional properties not allowed at '{path}': '{violation.Subject}'",
            ViolationKind.Length => $"Length of '{path}' must match its bounds not met, {violation.Subject} {violation.Expected}",
            _ => $"Value of '{path}' not allowed: {violation.Subject}",
        };
    }
}
