using System.Text;

namespace Router.CodeMode.Declarations;

/// <summary>
/// Puts functions into one text: the types that several use, once; then <c>declare const github: { issues: { … } }</c>, by namespace. One
/// use each.
/// </summary>
internal sealed class DeclarationAssembly
{
    private readonly TypeUses _uses;
    private readonly TypePrinter _printer;

    private DeclarationAssembly(int functions)
    {
        _uses = new TypeUses(functions);
        _printer = new TypePrinter(_uses);
    }

    private StringBuilder Text => _printer.Text;

    /// <summary>Writes functions, each in its detail.</summary>
    internal static (string Text, IReadOnlyList<string> Unshown) Write(IReadOnlyList<(FunctionShape Shape, DeclarationDetail Detail)> functions) =>
        new DeclarationAssembly(functions.Count).Run(functions);

    private (string Text, IReadOnlyList<string> Unshown) Run(IReadOnlyList<(FunctionShape Shape, DeclarationDetail Detail)> functions)
    {
        NamespaceNode top = new(string.Empty);
        foreach ((FunctionShape shape, DeclarationDetail detail) in functions)
        {
            DetailProfile profile = DetailProfile.Of(detail);
            TypeLimits limits = TypeLimits.OfParameters(profile);
            foreach (Member parameter in limits.Shown(shape.Parameters))
            {
                _uses.Walk(parameter.Type, profile.ParameterDepth, limits);
            }

            _uses.Walk(shape.Result, profile.ResultDepth, TypeLimits.OfResult(profile));
            top.Add(shape, profile);
        }

        List<string> unshown = WriteTypes();
        foreach ((FunctionShape shape, DetailProfile profile) in top.Functions)
        {
            WriteFunction(shape, profile, "declare function ");
        }

        foreach (NamespaceNode space in top.Children)
        {
            Text.Append("declare const ").Append(space.Name).Append(':');
            WriteNamespace(space);
            Text.Append(";\n");
        }

        return (Text.ToString(), unshown);
    }

    private List<string> WriteTypes()
    {
        List<string> unshown = [];
        foreach (TypeUses.Use use in _uses.All.Where(use => use.IsNamed))
        {
            if (use.Depth == 0 || use.Type.Body is not TypeNode body)
            {
                unshown.Add(use.Name);
                continue;
            }

            Text.Append("type ").Append(use.Name).Append(" = ");
            _printer.Print(body, use.Depth, use.Limits);
            Text.Append(";\n");
        }

        foreach (string name in unshown)
        {
            Text.Append("type ").Append(name).Append(" = any;").Append(name == unshown[^1] ? " // any: not shown here\n" : " ");
        }

        return unshown;
    }

    private void WriteNamespace(NamespaceNode space)
    {
        // A namespace that only holds another one needs no line of its own.
        if (space is { Functions.Count: 0, Children.Count: 1 })
        {
            Text.Append("{ ").Append(TypeScript.MemberName(space.Children[0].Name)).Append(':');
            WriteNamespace(space.Children[0]);
            Text.Append(" }");
            return;
        }

        Text.Append("{\n");
        foreach ((FunctionShape shape, DetailProfile profile) in space.Functions)
        {
            WriteFunction(shape, profile, " ");
        }

        foreach (NamespaceNode child in space.Children)
        {
            Text.Append(TypeScript.MemberName(child.Name)).Append(':');
            WriteNamespace(child);
            Text.Append(";\n");
        }

        Text.Append('}');
    }

    private void WriteFunction(FunctionShape shape, DetailProfile profile, string lead)
    {
        WriteComment(profile.Summary > 0 ? CommentText.Cut(shape.Summary, profile.Summary, oneSentence: false) : string.Empty);
        if (profile.Description > 0 && !shape.Summary.StartsWith(shape.Description, StringComparison.Ordinal))
        {
            WriteComment(CommentText.Cut(shape.Description, profile.Description, oneSentence: false));
        }

        TypeLimits limits = TypeLimits.OfParameters(profile);
        Text.Append(lead).Append(TypeScript.MemberName(shape.Path[^1])).Append('(');
        if (!shape.Function.TakesOneObject)
        {
            _printer.PrintMembers(shape.Parameters, profile.ParameterDepth, limits, TypeScript.ParameterName);
        }
        else if (shape.Parameters.Count > 0)
        {
            Text.Append(shape.Parameters.Any(parameter => parameter.Required) ? "args:{ " : "args?:{ ");
            _printer.PrintMembers(shape.Parameters, profile.ParameterDepth, limits, TypeScript.MemberName);
            Text.Append(shape.Function.TakesFurtherMembers ? ", [key:string]:any }" : " }");
        }
        else if (shape.Function.TakesFurtherMembers)
        {
            Text.Append("args?:Record<string, any>");
        }

        Text.Append("):Promise<");
        _printer.Print(shape.Result, profile.ResultDepth, TypeLimits.OfResult(profile));
        Text.Append(">;\n");
    }

    private void WriteComment(string text)
    {
        if (text.Length > 0)
        {
            Text.Append(" // ").Append(text).Append('\n');
        }
    }
}
