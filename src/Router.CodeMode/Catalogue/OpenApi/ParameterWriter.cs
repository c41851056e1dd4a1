using System.Text;
using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Writes the values of parameters as the table of styles in the OpenAPI specification says. Stateless.</summary>
internal static class ParameterWriter
{
    // What may stand in a query as it is, without ending the value (&, #) or becoming another character (+).
    private const string Reserved = ":/?@!$'()*,;=[]";

    /// <summary>The text that takes the place of a path's placeholder.</summary>
    internal static string Path(ApiParameter parameter, JsonElement value)
    {
        string name = Encode(parameter.WireName, false);
        if (parameter.IsJson)
        {
            return Encode(Text(value, asJson: true), false);
        }

        return parameter.Style switch
        {
            ParameterStyle.Label => Label(value, parameter.Explode),
            ParameterStyle.Matrix => Matrix(name, value, parameter.Explode),
            _ => Simple(value, parameter.Explode, static text => Encode(text, false)),
        };
    }

    /// <summary>The text of a header.</summary>
    internal static string Header(ApiParameter parameter, JsonElement value) =>
        parameter.IsJson ? Text(value, asJson: true) : Simple(value, parameter.Explode, static text => text);

    /// <summary>The <c>name=value</c> pairs of a query, a cookie or a form, encoded.</summary>
    internal static IEnumerable<string> Pairs(ApiParameter parameter, JsonElement value)
    {
        string name = Encode(parameter.WireName, false);
        bool reserved = parameter.AllowReserved;
        string Encoded(string text) => Encode(text, reserved);
        if (parameter.IsJson || IsScalar(value))
        {
            return [$"{name}={Encoded(Text(value, parameter.IsJson))}"];
        }

        if (parameter.Style == ParameterStyle.DeepObject)
        {
            return Deep(name, value, reserved);
        }

        bool explode = parameter.Explode;
        if (value.ValueKind == JsonValueKind.Array)
        {
            IEnumerable<string> items = value.EnumerateArray().Select(item => Encoded(Text(item)));
            return explode ? items.Select(item => $"{name}={item}")
                : value.GetArrayLength() == 0 && parameter.Style != ParameterStyle.Form ? []
                : [$"{name}={string.Join(Delimiter(parameter.Style), items)}"];
        }

        return explode
            ? value.EnumerateObject().Select(member => $"{Encode(member.Name, false)}={Encoded(Text(member.Value))}")
            : [$"{name}={string.Join(Delimiter(parameter.Style), value.EnumerateObject().SelectMany(member => new[] { Encoded(member.Name), Encoded(Text(member.Value)) }))}"];
    }

    /// <summary>A value as text: a string is itself, bytes their base64, anything nested its JSON.</summary>
    internal static string Text(JsonElement value, bool asJson = false) => value.ValueKind switch
    {
        _ when asJson => CodeBytes.Plain(value).GetRawText(),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Object when JsonKinds.IsBytes(value) => value.GetProperty(JsonKinds.BytesMember).GetString()!,
        _ => CodeBytes.Plain(value).GetRawText(),
    };

    /// <summary>Percent-encodes all but the unreserved characters, and the reserved ones where they are allowed.</summary>
    internal static string Encode(string text, bool allowReserved)
    {
        if (!allowReserved)
        {
            return Uri.EscapeDataString(text);
        }

        StringBuilder encoded = new();
        int start = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            if (index == text.Length || Reserved.Contains(text[index], StringComparison.Ordinal))
            {
                encoded.Append(Uri.EscapeDataString(text[start..index]));
                if (index < text.Length)
                {
                    encoded.Append(text[index]);
                }

                start = index + 1;
            }
        }

        return encoded.ToString();
    }

    private static bool IsScalar(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) || JsonKinds.IsBytes(value);

    private static string Simple(JsonElement value, bool explode, Func<string, string> encode) =>
        IsScalar(value) ? encode(Text(value)) : string.Join(',', Parts(value, explode, encode));

    private static string Label(JsonElement value, bool explode) => "." + (IsScalar(value)
        ? Encode(Text(value), false)
        : string.Join(explode ? '.' : ',', Parts(value, explode, static text => Encode(text, false))));

    private static string Matrix(string name, JsonElement value, bool explode)
    {
        if (IsScalar(value))
        {
            string text = Encode(Text(value), false);
            return text.Length == 0 ? $";{name}" : $";{name}={text}";
        }

        string[] parts = [.. Parts(value, explode, static text => Encode(text, false))];
        return !explode ? $";{name}={string.Join(',', parts)}"
            : value.ValueKind == JsonValueKind.Array ? string.Concat(parts.Select(part => $";{name}={part}"))
            : string.Concat(parts.Select(part => ";" + part));
    }

    // The items of an array; the members of an object, as a=1 where exploded, else as a and 1.
    private static IEnumerable<string> Parts(JsonElement value, bool explode, Func<string, string> encode) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => encode(Text(item)))
        : explode ? value.EnumerateObject().Select(member => $"{encode(member.Name)}={encode(Text(member.Value))}")
        : value.EnumerateObject().SelectMany(member => new[] { encode(member.Name), encode(Text(member.Value)) });

    // The specification leaves what is nested deeper open; brackets in brackets is what servers that know the style read.
    private static IEnumerable<string> Deep(string name, JsonElement value, bool reserved)
    {
        if (value.ValueKind == JsonValueKind.Object && !JsonKinds.IsBytes(value))
        {
            return value.EnumerateObject().SelectMany(member => Deep($"{name}%5B{Encode(member.Name, false)}%5D", member.Value, reserved));
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().SelectMany(item => Deep(name, item, reserved))
            : [$"{name}={Encode(Text(value), reserved)}"];
    }

    private static string Delimiter(ParameterStyle style) => style switch
    {
        ParameterStyle.SpaceDelimited => "%20",
        ParameterStyle.PipeDelimited => "%7C",
        _ => ",",
    };
}
