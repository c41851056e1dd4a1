using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Prelude;
using Router.CodeMode.Workers.Harness;
using Router.CodeMode.Workers.Runs;

namespace Router.CodeMode.Workers.Wire;

/// <summary>Writes what the harness and the isolate read.</summary>
internal static class HarnessWriter
{
    // Only quotes and control characters are escaped: the reader is a JSON parser, not a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of <see cref="Frame.Run"/>.</summary>
    public static ReadOnlyMemory<byte> Run(ScriptStart start)
    {
        ArrayBufferWriter<byte> buffer = new(48 * 1024);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("cpuMs", (long)Math.Ceiling(start.Limits.Cpu.TotalMilliseconds));
            writer.WriteStartObject("modules");
            writer.WriteString(HarnessFiles.MainModule, HarnessFiles.Main);
            writer.WriteString("isolate.js", HarnessFiles.Isolate);
            writer.WriteString("prelude.js", HarnessFiles.Prelude);
            writer.WriteString(PreludeProtocol.FileName, ProgramModule.Text(start.Program.Body));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The body of <see cref="Frame.Event"/>.</summary>
    public static ReadOnlyMemory<byte> Event(ScriptEvent scriptEvent, ScriptStart start)
    {
        (string kind, string? text) = scriptEvent.Kind switch
        {
            ScriptEventKind.Begin => ("begin", PreludeProtocol.WriteStart(start)),
            ScriptEventKind.Resolved => ("ok", scriptEvent.Json),
            _ => ("err", scriptEvent.Json),
        };
        ArrayBufferWriter<byte> buffer = new((text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length)) + 64);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(kind);
            writer.WriteNumberValue(scriptEvent.Call);
            writer.WriteStringValue(text);
            writer.WriteNumberValue(scriptEvent.Now.ToUnixTimeMilliseconds());
            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
