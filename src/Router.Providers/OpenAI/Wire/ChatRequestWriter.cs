using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Writes the body of a chat completions request. Thread-safe; keeps the written form of tools it has seen for as long as they live.
/// </summary>
/// <remarks>
/// Precedence of a field that several sources name: a <see cref="JsonObject"/> from <see cref="ChatOptions.RawRepresentationFactory"/>,
/// then the typed options, then <see cref="ChatOptions.AdditionalProperties"/>. <c>model</c>, <c>messages</c>, <c>stream</c> and
/// <c>stream_options</c> are Router's alone. A raw representation of any other type is meant for another client, and is left alone.
/// </remarks>
internal sealed class ChatRequestWriter(ChatDialect dialect)
{
    private static readonly string[] OwnFields = ["model", "messages", "stream", "stream_options"];

    /// <summary>How bodies are written.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        // Letters outside ASCII go as themselves: a third of the bytes. The body is JSON, never a part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly MessageWriter _messages = new(dialect);
    private readonly ToolWriter _tools = new(dialect);

    /// <summary>The body as request content, which owns its buffer.</summary>
    /// <exception cref="ArgumentException">A message holds content that chat completions cannot carry.</exception>
    /// <exception cref="NotSupportedException">A tool is not a function.</exception>
    internal PooledContent Write(IChatClient client, string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        PooledBuffer buffer = new();
        try
        {
            using (Utf8JsonWriter writer = new(buffer, WriterOptions))
            {
                Write(writer, client, model, messages, options, stream);
            }

            return new PooledContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private void Write(
        Utf8JsonWriter writer, IChatClient client, string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        JsonObject? raw = options?.RawRepresentationFactory?.Invoke(client) as JsonObject;
        RequestFields fields = new(writer, raw, options?.AdditionalProperties is { Count: > 0 });
        writer.WriteStartObject();
        if (dialect.ModelField)
        {
            fields.Own("model");
            writer.WriteStringValue(options?.ModelId ?? model);
        }

        fields.Own("messages");
        _messages.Write(writer, messages, options?.Instructions);
        if (stream)
        {
            fields.Own("stream");
            writer.WriteBooleanValue(true);
            WriteStreamOptions(fields);
        }

        if (options is not null)
        {
            WriteSampling(fields, options);
            ResponseFormatWriter.Write(fields, options, dialect);
            _tools.Write(fields, options);
            fields.WriteRaw(OwnFields);
            fields.WriteAdditional(options.AdditionalProperties, ReservedFields);
        }

        writer.WriteEndObject();
    }

    private static readonly string[] ReservedFields = [.. OwnFields, .. Strictness.Keys];

    private void WriteStreamOptions(RequestFields fields)
    {
        if (dialect.StreamOptions)
        {
            fields.Own("stream_options");
            fields.Writer.WriteStartObject();
            fields.Writer.WriteBoolean("include_usage", true);
            fields.Writer.WriteEndObject();
        }
    }

    private void WriteSampling(RequestFields fields, ChatOptions options)
    {
        fields.Number("temperature", options.Temperature);
        fields.Number("top_p", options.TopP);
        if (dialect.TopK)
        {
            fields.Number("top_k", options.TopK);
        }

        fields.Number(dialect.MaxTokensField, options.MaxOutputTokens);
        fields.Number("frequency_penalty", options.FrequencyPenalty);
        fields.Number("presence_penalty", options.PresencePenalty);
        fields.Number("seed", options.Seed);
        fields.Text("reasoning_effort", Effort(options.Reasoning?.Effort));
        if (options.StopSequences is { Count: > 0 } stops && fields.Begin("stop"))
        {
            fields.Writer.WriteStartArray();
            foreach (string stop in stops)
            {
                fields.Writer.WriteStringValue(stop);
            }

            fields.Writer.WriteEndArray();
        }
    }

    private static string? Effort(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };
}
