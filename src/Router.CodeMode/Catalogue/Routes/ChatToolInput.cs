using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>Functions that a program offers to a model; it calls them itself. Stateless.</summary>
internal static class ChatToolInput
{
    private static readonly JsonElement Anything = JsonElement.Parse("""{"type":"object"}"""u8);

    internal static void Apply(ChatOptions options, JsonElement? tools, JsonElement? choice)
    {
        if (tools is not { } list)
        {
            return;
        }

        options.Tools = [];
        foreach (JsonElement tool in list.EnumerateArray())
        {
            // OpenAI wraps what Workers AI also takes bare.
            JsonElement function = CatalogueJson.Member(tool, "function", JsonValueKind.Object) ?? tool;
            if (CatalogueJson.Text(function, "name") is { Length: > 0 } name)
            {
                JsonElement schema = CatalogueJson.Member(function, "parameters", JsonValueKind.Object) ?? Anything;
                options.Tools.Add(AIFunctionFactory.CreateDeclaration(name, CatalogueJson.Text(function, "description"), schema.Clone()));
            }
        }

        options.ToolMode = choice switch
        {
            { ValueKind: JsonValueKind.String } word when word.ValueEquals("none") => ChatToolMode.None,
            { ValueKind: JsonValueKind.String } word when word.ValueEquals("required") => ChatToolMode.RequireAny,
            { ValueKind: JsonValueKind.Object } named when CatalogueJson.Member(named, "function", JsonValueKind.Object) is { } one && CatalogueJson.Text(one, "name") is { } wanted => ChatToolMode.RequireSpecific(wanted),
            _ => ChatToolMode.Auto,
        };
    }
}
