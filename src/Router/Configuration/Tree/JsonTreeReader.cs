using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Router.Configuration.Tree;

/// <summary>
/// Reads JSON text into nodes that know their lines. Comments and trailing commas are accepted; a property given twice is an
/// error, because one of the two would be lost without a word.
/// </summary>
internal sealed class JsonTreeReader
{
    private static readonly JsonReaderOptions Options =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly LineMap _lines;
    private readonly ConfigIssues _issues;
    private string _path = "";

    private JsonTreeReader(LineMap lines, ConfigIssues issues) => (_lines, _issues) = (lines, issues);

    /// <summary>Reads a whole text; null, with an error in <paramref name="issues"/>, where it is not JSON.</summary>
    internal static ConfigNode? Read(ReadOnlyMemory<byte> utf8, ConfigIssues issues)
    {
        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        LineMap lines = new(text);
        if (!Utf8.IsValid(text.Span))
        {
            issues.Error("", lines.Position(FirstInvalid(text.Span)), "the text is not valid UTF-8.");
            return null;
        }

        JsonTreeReader tree = new(lines, issues);
        try
        {
            Utf8JsonReader reader = new(text.Span, Options);
            reader.Read();
            ConfigNode root = tree.Value(ref reader, "", "", null);
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            ConfigPosition at = lines.Position(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            issues.Error(tree._path, at, JsonFault.Describe(exception));
            return null;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private ConfigNode Value(ref Utf8JsonReader reader, string path, string name, ConfigPosition? namePosition)
    {
        _path = path;
        ConfigPosition position = _lines.Position(reader.TokenStartIndex);
        (ConfigKind kind, string text, List<ConfigNode> children) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (ConfigKind.Object, "", Properties(ref reader, path)),
            JsonTokenType.StartArray => (ConfigKind.Array, "", Items(ref reader, path)),
            JsonTokenType.Number => (ConfigKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), []),
            JsonTokenType.True => (ConfigKind.Boolean, "true", []),
            JsonTokenType.False => (ConfigKind.Boolean, "false", []),
            JsonTokenType.String => (ConfigKind.Text, Text(ref reader, path), []),
            _ => (ConfigKind.Null, "", new List<ConfigNode>()),
        };
        return new ConfigNode
        {
            Kind = kind,
            Path = path,
            Name = name,
            Text = text,
            Position = position,
            NamePosition = namePosition,
            Children = children,
        };
    }

    private List<ConfigNode> Properties(ref Utf8JsonReader reader, string path)
    {
        Dictionary<string, ConfigNode> seen = new(StringComparer.Ordinal);
        List<ConfigNode> children = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            ConfigPosition position = _lines.Position(reader.TokenStartIndex);
            string name = Text(ref reader, path);
            string childPath = ConfigPath.Property(path, name);
            _path = childPath;
            reader.Read();
            ConfigNode child = Value(ref reader, childPath, name, position);
            _path = path;
            if (seen.TryAdd(name, child))
            {
                children.Add(child);
            }
            else
            {
                _issues.Error(
                    childPath, position, $"'{Shown.Name(name)}' stands here twice, first on line {seen[name].NamePosition?.Line}.");
            }
        }

        return children;
    }

    private List<ConfigNode> Items(ref Utf8JsonReader reader, string path)
    {
        List<ConfigNode> children = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            children.Add(Value(ref reader, ConfigPath.Item(path, children.Count), "", null));
            _path = path;
        }

        return children;
    }

    private string Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 without its other half.
            _issues.Error(path, _lines.Position(reader.TokenStartIndex), "the text has half of a surrogate pair.");
            return "";
        }
    }
}
