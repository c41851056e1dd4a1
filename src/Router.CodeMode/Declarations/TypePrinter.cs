using System.Globalization;
using System.Text;

namespace Router.CodeMode.Declarations;

/// <summary>Writes types as TypeScript, each description once. One thread at a time.</summary>
internal sealed class TypePrinter(TypeUses uses)
{
    /// <summary>In characters; beyond it, types are <c>any</c>.</summary>
    private const int Longest = 8_000_000;

    private readonly HashSet<string> _told = [];

    internal StringBuilder Text { get; } = new();

    /// <summary>Writes a type.</summary>
    internal void Print(TypeNode type, int depth, TypeLimits limits)
    {
        switch (type)
        {
            case KeywordType keyword:
                Text.Append(keyword.Text);
                break;
            case LiteralType literal:
                Text.Append(literal.Text);
                break;
            case ReferenceType { Target: NamedType target }:
                PrintReference(target, depth, limits);
                break;
            case ArrayType array:
                PrintElement(array.Element, depth, limits);
                Text.Append("[]");
                break;
            case TupleType tuple:
                PrintTuple(tuple, depth, limits);
                break;
            case UnionType union:
                PrintUnion(union, depth, limits);
                break;
            case IntersectionType both:
                PrintJoined(both.Types, " & ", depth, limits);
                break;
            case ObjectType o:
                PrintObject(o, depth, limits);
                break;
        }
    }

    /// <summary>Writes members, or parameters: <c>a:string, b?:number</c>. Fewer spaces are fewer tokens: about a tenth.</summary>
    internal void PrintMembers(IReadOnlyList<Member> members, int depth, TypeLimits limits, Func<string, string> name)
    {
        IReadOnlyList<Member> shown = limits.Shown(members);
        for (int i = 0; i < shown.Count; i++)
        {
            Member member = shown[i];
            Text.Append(i == 0 ? string.Empty : ", ").Append(name(member.Name)).Append(member.Required ? ":" : "?:");
            Print(member.Type, depth, limits);
            PrintNotes(member, limits.Profile);
        }

        if (members.Count > shown.Count)
        {
            string optional = limits.RequiredOnly ? " optional" : string.Empty;
            Text.Append(CultureInfo.InvariantCulture, $"{(shown.Count == 0 ? string.Empty : " ")}/* +{members.Count - shown.Count}{optional} */");
        }
    }

    private void PrintReference(NamedType target, int depth, TypeLimits limits)
    {
        if (uses.Of(target) is TypeUses.Use use)
        {
            Text.Append(use.Name);
        }
        else if (target.Body is TypeNode body)
        {
            Print(body, depth, limits);
        }
        else
        {
            Text.Append("any");
        }
    }

    private void PrintElement(TypeNode element, int depth, TypeLimits limits)
    {
        int start = Text.Length;
        Print(element, depth, limits);
        bool compound = element is UnionType or IntersectionType
            || (element is ReferenceType reference && uses.Of(reference.Target) is null && reference.Target.Body is UnionType or IntersectionType);
        if (compound)
        {
            Text.Insert(start, '(').Append(')');
        }
    }

    private void PrintTuple(TupleType tuple, int depth, TypeLimits limits)
    {
        Text.Append('[');
        for (int i = 0; i < tuple.Items.Count; i++)
        {
            Text.Append(i == 0 ? string.Empty : ", ");
            Print(tuple.Items[i], depth, limits);
        }

        if (tuple.Rest is not null)
        {
            Text.Append(tuple.Items.Count == 0 ? "..." : ", ...");
            PrintElement(tuple.Rest, depth, limits);
            Text.Append("[]");
        }

        Text.Append(']');
    }

    private void PrintUnion(UnionType union, int depth, TypeLimits limits)
    {
        int most = limits.Profile.Values;
        if (union.Types.Count <= most + 2)
        {
            PrintJoined(union.Types, "|", depth, limits);
            return;
        }

        // Of many, some: the type must not say that these are all.
        string rest = union.Types.All(part => part is LiteralType { Text: ['"', ..] } || part == TypeNode.Null) ? "string" : "any";
        PrintJoined([.. union.Types.Take(most)], "|", depth, limits);
        Text.Append(CultureInfo.InvariantCulture, $"|{rest} /* +{union.Types.Count - most} */");
    }

    private void PrintJoined(IReadOnlyList<TypeNode> types, string joint, int depth, TypeLimits limits)
    {
        for (int i = 0; i < types.Count; i++)
        {
            Text.Append(i == 0 ? string.Empty : joint);
            if (types[i] is UnionType or IntersectionType || (joint == " & " && types[i] is ReferenceType))
            {
                Text.Append('(');
                Print(types[i], depth, limits);
                Text.Append(')');
            }
            else
            {
                Print(types[i], depth, limits);
            }
        }
    }

    private void PrintObject(ObjectType type, int depth, TypeLimits limits)
    {
        if (type.Members.Count == 0)
        {
            if (type.Others is null || type.Others == TypeNode.Unknown || depth <= 0)
            {
                Text.Append("Record<string, any>");
                return;
            }

            Text.Append("Record<string, ");
            Print(type.Others, depth - 1, limits);
            Text.Append('>');
            return;
        }

        if (depth <= 0 || Text.Length > Longest)
        {
            Text.Append("any");
            return;
        }

        Text.Append("{ ");
        PrintMembers(type.Members, depth - 1, limits, TypeScript.MemberName);
        if (type.Others is not null)
        {
            Text.Append(", [key:string]:any");
        }

        Text.Append(" }");
    }

    private void PrintNotes(Member member, DetailProfile profile)
    {
        Notes notes = member.Notes;
        string note = notes.Short;
        if (profile.Limits && notes.Limits.Length > 0)
        {
            note += note.Length > 0 ? ", " + notes.Limits : notes.Limits;
        }

        if (profile.Comment > 0 && notes.Description.Length > 0 && !CommentText.Repeats(member.Name, notes.Description))
        {
            string told = CommentText.Cut(notes.Description, profile.Comment, oneSentence: !profile.Limits);
            if (_told.Add(member.Name + '\n' + told))
            {
                note += note.Length > 0 ? "; " + told : told;
            }
        }

        if (note.Length > 0)
        {
            Text.Append(" /* ").Append(note).Append(" */");
        }
    }
}
