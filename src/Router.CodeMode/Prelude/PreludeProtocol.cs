using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Prelude;

/// <summary>What engines and the prelude say to each other, beside the values themselves. Stateless.</summary>
public static class PreludeProtocol
{
    /// <summary>The name under which engines run the program: places in stack traces are told by it.</summary>
    public const string FileName = "code.js";

    /// <summary>What stands before the program's body, on a line of its own, so that columns stay what they are.</summary>
    public const string ProgramHead = "(async function () {\n";

    /// <summary>What stands behind it. The line break ends a comment in the program's last line.</summary>
    public const string ProgramTail = "\n})";

    private const int HeadLines = 1;

    /// <summary>The text of the event <c>begin</c>.</summary>
    public static string WriteStart(ScriptStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("seed");
            foreach (uint word in Words(start.Seed))
            {
                writer.WriteNumberValue(word);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("roots");
            foreach (string root in start.Roots)
            {
                writer.WriteStringValue(root);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("limits");
            writer.WriteNumber("calls", start.Limits.Calls);
            writer.WriteNumber("argumentBytes", start.Limits.ArgumentBytes);
            writer.WriteNumber("resultBytes", start.Limits.ResultBytes);
            writer.WriteNumber("logBytes", start.Limits.LogBytes);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <c>host.done(false, text)</c> was given. It comes out of the sandbox: whatever is odd becomes a plain failure.</summary>
    public static ScriptFailure ReadFailure(string? text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text ?? string.Empty);
            JsonElement root = document.RootElement;
            string message = Member(root, "message") ?? "The program failed.";
            (int? line, int? column) = ReadPlace(Member(root, "stack"));
            return new ScriptFailure(Kind(Member(root, "kind")), message, Member(root, "name"), line, column, Member(root, "hint"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new ScriptFailure(CodeErrorKind.Program, "The program failed and did not say how.");
        }
    }

    /// <summary>The first place in the program that a stack trace names, as a place of its body.</summary>
    public static (int? Line, int? Column) ReadPlace(string? stack)
    {
        const string Mark = FileName + ":";
        for (int at = -1; stack is not null && (at = stack.IndexOf(Mark, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            ReadOnlySpan<char> rest = stack.AsSpan(at + Mark.Length);
            bool named = at == 0 || !char.IsAsciiLetterOrDigit(stack[at - 1]);
            if (named && TakeNumber(ref rest) is { } line)
            {
                return line <= HeadLines ? (null, null) : (line - HeadLines, rest is [':', ..] && rest[1..] is var after ? TakeNumber(ref after) : null);
            }
        }

        return (null, null);
    }

    private static int? TakeNumber(ref ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        int? number = int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
        text = text[length..];
        return number;
    }

    // What a program says of itself cannot end it as a limit or as the engine would.
    private static CodeErrorKind Kind(string? text) => text switch
    {
        nameof(CodeErrorKind.UnknownFunction) => CodeErrorKind.UnknownFunction,
        nameof(CodeErrorKind.InvalidArguments) => CodeErrorKind.InvalidArguments,
        nameof(CodeErrorKind.FunctionFailed) => CodeErrorKind.FunctionFailed,
        nameof(CodeErrorKind.Denied) => CodeErrorKind.Denied,
        nameof(CodeErrorKind.InDoubt) => CodeErrorKind.InDoubt,
        nameof(CodeErrorKind.CallLimit) => CodeErrorKind.CallLimit,
        nameof(CodeErrorKind.OutputTooLarge) => CodeErrorKind.OutputTooLarge,
        nameof(CodeErrorKind.Cancelled) => CodeErrorKind.Cancelled,
        _ => CodeErrorKind.Program,
    };

    private static string? Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // SplitMix64, so that seeds that lie close to each other give streams that do not.
    private static IEnumerable<uint> Words(ulong seed)
    {
        for (int i = 0; i < 2; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            ulong word = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
            word ^= word >> 31;
            yield return (uint)word;
            yield return (uint)(word >> 32);
        }
    }
}
