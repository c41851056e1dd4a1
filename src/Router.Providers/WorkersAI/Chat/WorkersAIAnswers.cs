using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;
using Router.Providers.WorkersAI.Errors;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// What Workers AI's answers hold beyond OpenAI's: the envelope, the native <c>response</c> and <c>tool_calls</c>, a finish reason at
/// the top, a description, the bill. Every form is taken at every endpoint, because models change theirs without notice.
/// </summary>
internal sealed class WorkersAIAnswers(string model) : ChatExtension
{
    private const string Affinity = "x-session-affinity";
    private const int LongestAffinity = 256;

    /// <summary>A conversation's requests go to the server that still holds its beginning.</summary>
    internal override void Prepare(HttpRequestMessage request, ChatOptions? options)
    {
        if (options?.ConversationId is { Length: > 0 and <= LongestAffinity } id && id.All(c => c is > ' ' and <= '~'))
        {
            request.Headers.TryAddWithoutValidation(Affinity, id);
        }
    }

    internal override void Begin(ChatAnswer answer, ProviderResponse response)
    {
        answer.Id = response.RequestId;
        answer.Model = model;
        answer.ExtensionState = new NativeForm();
        Bill(answer, Neurons.Of(response.Headers));
    }

    internal override bool TryRead(ref Utf8JsonReader reader, ChatAnswer answer, ChatAnswerReader answers)
    {
        NativeForm native = (NativeForm)answer.ExtensionState!;
        native.NoteMember(ref reader);
        if (reader.ValueTextEquals("response"u8) || reader.ValueTextEquals("description"u8))
        {
            native.ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("result"u8))
        {
            if (JsonScan.EnterObject(ref reader))
            {
                answers.ReadMembers(ref reader, answer);
            }
        }
        else if (reader.ValueTextEquals("tool_calls"u8))
        {
            ToolCallReader.ReadAll(ref reader, native.Calls);
        }
        else if (reader.ValueTextEquals("finish_reason"u8))
        {
            if (JsonScan.Repeated(ref reader, answer.FinishReason) is { Length: > 0 } reason)
            {
                // An event of its own: several can name a reason, and the last is the answer's.
                answer.FinishReason = reason;
                native.Finished = true;
            }
        }
        else
        {
            return TryReadRest(ref reader, answer);
        }

        return true;
    }

    internal override void End(ChatAnswer answer) => ((NativeForm)answer.ExtensionState!).MoveTo(answer);

    private static bool TryReadRest(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        if (reader.ValueTextEquals("errors"u8) || reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            using JsonDocument errors = JsonDocument.ParseValue(ref reader);
            answer.Error = WorkersAIErrorFormat.FindIn(errors.RootElement) ?? answer.Error;
            return true;
        }

        if (reader.ValueTextEquals("success"u8))
        {
            reader.Read();
            answer.Error ??= reader.TokenType is JsonTokenType.False ? new ProviderFault() : null;
            reader.Skip();
            return true;
        }

        if (reader.ValueTextEquals("usage"u8))
        {
            Utf8JsonReader ahead = reader;
            Bill(answer, NeuronsOf(ref ahead));
        }

        return false;
    }

    private static double? NeuronsOf(ref Utf8JsonReader reader)
    {
        double? neurons = null;
        if (JsonScan.EnterObject(ref reader))
        {
            while (JsonScan.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("neurons"u8))
                {
                    reader.Read();
                    neurons = Neurons.Parse(JsonText.Read(ref reader));
                }
                else
                {
                    JsonScan.SkipValue(ref reader);
                }
            }
        }

        return neurons;
    }

    /// <summary>Usage on a stream is cumulative, so the last bill that is not zero is the answer's.</summary>
    private static void Bill(ChatAnswer answer, double? neurons)
    {
        if (neurons is { } billed && (billed > 0 || answer.Additional is null))
        {
            (answer.Additional ??= [])[WorkersAIProviderType.NeuronsKey] = billed;
        }
    }
}
