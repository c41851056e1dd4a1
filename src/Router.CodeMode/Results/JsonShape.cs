using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>The kinds and sizes of a value, without the value.</summary>
internal static class JsonShape
{
    private const int Members = 20;
    private const int Depth = 3;

    /// <summary>The shape of an argument list: <c>({owner:string(7),labels:array(2)})</c>.</summary>
    internal static string OfArguments(JsonElement arguments)
    {
        StringBuilder shape = new("(");
        if (arguments.ValueKind == JsonValueKind.Array)
        {
            string separator = string.Empty;
            foreach (JsonElement argument in arguments.EnumerateArray().Take(Members))
            {
                shape.Append(separator);
                Append(shape, argument, Depth);
                separator = ",";
            }
        }
        else
        {
            Append(shape, arguments, Depth);
        }

        return shape.Append(')').ToString();
    }

    private static void Append(StringBuilder shape, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when depth > 0:
                AppendObject(shape, element, depth);
                break;
            case JsonValueKind.Object:
                shape.Append(CultureInfo.InvariantCulture, $"object({element.GetPropertyCount()})");
                break;
            case JsonValueKind.Array:
                shape.Append(CultureInfo.InvariantCulture, $"array({element.GetArrayLength()})");
                break;
            case JsonValueKind.String:
                shape.Append(CultureInfo.InvariantCulture, $"string({element.GetString()!.Length})");
                break;
            case JsonValueKind.Number:
                shape.Append("number");
                break;
            case JsonValueKind.True or JsonValueKind.False:
                shape.Append("boolean");
                break;
            default:
                shape.Append("null");
                break;
        }
    }

    private static void AppendObject(StringBuilder shape, JsonElement element, int depth)
    {
        shape.Append('{');
        int count = 0;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (count++ == Members)
            {
                shape.Append(",…");
                break;
            }

            // Names are content too where an object is used as a map.
            string name = member.Name.Length <= 40 && member.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? member.Name : "*";
            shape.Append(count > 1 ? "," : string.Empty).Append(name).Append(':');
            Append(shape, member.Value, depth - 1);
        }

        shape.Append('}');
    }
}
