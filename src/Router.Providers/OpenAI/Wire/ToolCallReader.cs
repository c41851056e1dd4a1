using System.Text.Json;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Reads <c>tool_calls</c>, whole or in pieces.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads the value of the property the reader stands at.</summary>
    internal static void ReadAll(ref Utf8JsonReader reader, List<ToolCallPart> calls)
    {
        if (!JsonScan.EnterArray(ref reader))
        {
            return;
        }

        while (JsonScan.NextObject(ref reader))
        {
            calls.Add(Read(ref reader));
        }
    }

    /// <summary>Reads the value of <c>function_call</c>, which a call was before there were tools.</summary>
    internal static ToolCallPart? ReadLegacy(ref Utf8JsonReader reader) =>
        JsonScan.EnterObject(ref reader) ? ReadFunction(ref reader, default) : null;

    /// <summary>Reads one call. Name and arguments may stand in <c>function</c>, or beside it.</summary>
    private static ToolCallPart Read(ref Utf8JsonReader reader)
    {
        ToolCallPart call = default;
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                call = call with { Index = JsonScan.WholeNumber(ref reader) };
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                call = call with { Id = JsonScan.Repeated(ref reader, null) };
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                call = JsonScan.EnterObject(ref reader) ? ReadFunction(ref reader, call) : call;
            }
            else
            {
                call = ReadMember(ref reader, call);
            }
        }

        return call;
    }

    private static ToolCallPart ReadFunction(ref Utf8JsonReader reader, ToolCallPart call)
    {
        while (JsonScan.NextProperty(ref reader))
        {
            call = ReadMember(ref reader, call);
        }

        return call;
    }

    private static ToolCallPart ReadMember(ref Utf8JsonReader reader, ToolCallPart call)
    {
        if (reader.ValueTextEquals("name"u8))
        {
            return call with { Name = JsonScan.Repeated(ref reader, null) };
        }

        if (reader.ValueTextEquals("arguments"u8))
        {
            // A string of JSON, or the JSON itself.
            reader.Read();
            return call with { Arguments = JsonText.Read(ref reader) };
        }

        JsonScan.SkipValue(ref reader);
        return call;
    }
}
