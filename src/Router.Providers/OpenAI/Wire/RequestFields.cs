using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Writes the fields of a request body, each once. Where several sources name the same field, the raw object wins over the
/// options, and both win over the additional properties.
/// </summary>
internal readonly struct RequestFields
{
    private readonly JsonObject? _raw;
    private readonly List<string>? _written;

    internal RequestFields(Utf8JsonWriter writer, JsonObject? raw, bool hasAdditional)
    {
        Writer = writer;
        _raw = raw;
        _written = hasAdditional ? [] : null;
    }

    internal Utf8JsonWriter Writer { get; }

    /// <summary>Writes the name of a field that is Router's alone to set.</summary>
    internal void Own(string name)
    {
        _written?.Add(name);
        Writer.WritePropertyName(name);
    }

    /// <summary>Writes the name of a field; false where the raw object sets it, and nothing must be written.</summary>
    internal bool Begin(string name)
    {
        _written?.Add(name);
        if (_raw is not null && _raw.ContainsKey(name))
        {
            return false;
        }

        Writer.WritePropertyName(name);
        return true;
    }

    /// <summary>Writes a whole number, if there is one.</summary>
    internal void Number(string name, long? value)
    {
        if (value is { } number && Begin(name))
        {
            Writer.WriteNumberValue(number);
        }
    }

    /// <summary>Writes a number, if there is one, in the digits of its own precision: 0.1, not 0.10000000149011612.</summary>
    internal void Number(string name, float? value)
    {
        if (value is { } number && Begin(name))
        {
            Writer.WriteNumberValue(number);
        }
    }

    /// <summary>Writes a text, if there is one.</summary>
    internal void Text(string name, string? value)
    {
        if (value is not null && Begin(name))
        {
            Writer.WriteStringValue(value);
        }
    }

    /// <summary>Writes what the raw object holds, except the fields that are Router's alone.</summary>
    internal void WriteRaw(ReadOnlySpan<string> own)
    {
        if (_raw is null)
        {
            return;
        }

        foreach (KeyValuePair<string, JsonNode?> field in _raw)
        {
            if (!own.Contains(field.Key))
            {
                _written?.Add(field.Key);
                Writer.WritePropertyName(field.Key);
                ExtraValue.Write(Writer, field.Key, field.Value);
            }
        }
    }

    /// <summary>Writes the additional properties whose names stand nowhere yet.</summary>
    internal void WriteAdditional(IEnumerable<KeyValuePair<string, object?>>? additional, ReadOnlySpan<string> reserved)
    {
        if (_written is null || additional is null)
        {
            return;
        }

        foreach (KeyValuePair<string, object?> field in additional)
        {
            if (!reserved.Contains(field.Key) && !_written.Contains(field.Key))
            {
                Writer.WritePropertyName(field.Key);
                ExtraValue.Write(Writer, field.Key, field.Value);
            }
        }
    }
}
