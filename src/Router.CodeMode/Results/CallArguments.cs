using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>Reads the arguments of a call, given one by one or as the members of one object.</summary>
internal readonly struct CallArguments(string function, JsonElement arguments)
{
    /// <summary>The argument at a position, or the member of that name where the first argument is an object that has it.</summary>
    internal JsonElement? Find(int position, string name)
    {
        if (arguments.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        int length = arguments.GetArrayLength();
        if (length > 0 && position != 0 && Member(arguments[length - 1], name) is { } option)
        {
            return option;
        }

        return length == 1 && Member(arguments[0], name) is { } member ? member
            : position < length && !(position == 0 && arguments[0].ValueKind == JsonValueKind.Object) ? arguments[position]
            : null;
    }

    internal string Text(int position, string name, string usage) =>
        OptionalText(position, name, usage) ?? throw Wrong(name, "is missing", usage);

    internal string? OptionalText(int position, string name, string usage) => Find(position, name) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(name, "is no string", usage),
    };

    internal int? OptionalNumber(int position, string name, string usage) => Find(position, name) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int value) && value >= 0 => value,
        _ => throw Wrong(name, "is no whole number from 0", usage),
    };

    private CodeCallException Wrong(string name, string what, string usage) => new($"{function}: {name} {what}.")
    {
        Kind = CodeErrorKind.InvalidArguments,
        Hint = $"Call it as: {usage}",
    };

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;
}
