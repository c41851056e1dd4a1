using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;

namespace Router.Benchmarks.Tokens;

/// <summary>
/// The other way to do Code Mode: one tool whose description holds the types of everything, as Cloudflare's does it. Written as there: a
/// type per function for what goes in and one for what comes out, each member on a line under its description, and the descriptions again
/// as parameters of the function.
/// </summary>
internal static class OneToolWithAllTypes
{
    private static readonly TypeLimits Limits = TypeLimits.OfParameters(DetailProfile.Of(DeclarationDetail.Full)) with { Members = int.MaxValue };

    internal static string Of(IReadOnlyList<CatalogueFunction> functions)
    {
        TypeRegistry registry = new();
        StringBuilder types = new();
        StringBuilder methods = new();
        foreach (CatalogueFunction function in functions)
        {
            FunctionShape shape = FunctionShape.Read(function, registry);
            string name = TypeScript.TypeName(function.RawName);
            types.Append("type ").Append(name).Append("Input = {\n");
            methods.Append("  /**\n   * ").Append(shape.Summary).Append(' ').Append(shape.Description).Append('\n');
            foreach (Member member in shape.Parameters)
            {
                if (member.Notes.Description.Length > 0)
                {
                    types.Append("  /** ").Append(member.Notes.Description).Append(" */\n");
                    methods.Append("   * @param input.").Append(member.Name).Append(" - ").Append(member.Notes.Description).Append('\n');
                }

                types.Append("  ").Append(TypeScript.MemberName(member.Name)).Append(member.Required ? ": " : "?: ").Append(Type(member.Type)).Append(";\n");
            }

            types.Append("}\ntype ").Append(name).Append("Output = unknown\n");
            methods.Append("   */\n  ").Append(function.Name.Replace('.', '_')).Append(": (input: ").Append(name).Append("Input) => Promise<").Append(name).Append("Output>;\n");
        }

        string description = $"Execute code to achieve a goal.\n\nAvailable:\n{types}\ndeclare const codemode: {{\n{methods}}}\n";
        string text = JsonEncodedText.Encode(description, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        const string Parameters = """{"type":"object","properties":{"code":{"type":"string","description":"JavaScript async arrow function to execute"}},"required":["code"]}""";
        return "{\"type\":\"function\",\"function\":{\"name\":\"codemode\",\"description\":\"" + text + "\",\"parameters\":" + Parameters + "}}";
    }

    private static string Type(TypeNode type)
    {
        TypePrinter printer = new(new TypeUses(1));
        printer.Print(type, 6, Limits);
        return printer.Text.ToString();
    }
}
