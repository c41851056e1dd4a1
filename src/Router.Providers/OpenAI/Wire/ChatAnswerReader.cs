using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Reads a <c>chat.completion</c> or one <c>chat.completion.chunk</c>: the two differ by <c>message</c> and <c>delta</c> alone.
/// Unknown members are skipped, members of an unexpected kind count as missing. Thread-safe, without state.
/// </summary>
internal sealed class ChatAnswerReader(ChatDialect dialect)
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>An answer that begins.</summary>
    internal ChatAnswer Begin(ProviderResponse response)
    {
        ChatAnswer answer = new();
        dialect.Extension?.Begin(answer, response);
        return answer;
    }

    /// <summary>Reads one document into an answer.</summary>
    /// <exception cref="JsonException">It is no JSON, or no object.</exception>
    internal void Read(ReadOnlySpan<byte> json, ChatAnswer answer)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                throw new JsonException("An object was expected.");
            }

            ReadMembers(ref reader, answer);
            reader.Read();
            dialect.Extension?.End(answer);
        }
        catch (InvalidOperationException)
        {
            // A string that is no text: half a surrogate pair, or bytes that are not UTF-8.
            throw new JsonException("A string could not be decoded.");
        }
    }

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="Router.Adapters.ProviderException">It is an error, or no answer.</exception>
    internal ChatResponse ReadWhole(ReadOnlySpan<byte> body, ProviderResponse response)
    {
        ChatAnswer answer = Begin(response);
        try
        {
            Read(body, answer);
            AnswerCheck.ThrowIfFailed(answer, response);
            AnswerCheck.ThrowIfBareError(answer, body, response);
            if (!answer.HasChoice)
            {
                throw response.Malformed("sent an answer without a choice");
            }

            if (!answer.SaysSomething && (!answer.HasMessage || answer.FinishReason is null))
            {
                throw response.Malformed("sent an answer that says nothing");
            }

            ChatResponse mapped = AnswerMapper.Response(answer);
            mapped.RawRepresentation = JsonElement.Parse(body);
            return mapped;
        }
        catch (JsonException exception)
        {
            throw response.Malformed("sent an answer that is not valid JSON", exception);
        }
    }

    /// <summary>Reads the object the reader stands at the start of.</summary>
    internal void ReadMembers(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        while (JsonScan.NextProperty(ref reader))
        {
            if (dialect.Extension is { } extension && extension.TryRead(ref reader, answer, this))
            {
                continue;
            }

            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, answer);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                answer.Id = JsonScan.Repeated(ref reader, answer.Id) ?? answer.Id;
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                answer.Model = JsonScan.Repeated(ref reader, answer.Model) ?? answer.Model;
            }
            else if (reader.ValueTextEquals("created"u8))
            {
                answer.CreatedAt = JsonScan.WholeNumber(ref reader) is { } at and >= FirstSecond and <= LastSecond
                    ? DateTimeOffset.FromUnixTimeSeconds(at)
                    : answer.CreatedAt;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                answer.Usage = JsonScan.EnterObject(ref reader) ? UsageReader.Read(ref reader) : answer.Usage;
            }
            else if (reader.ValueTextEquals("system_fingerprint"u8))
            {
                answer.SystemFingerprint = JsonScan.Repeated(ref reader, answer.SystemFingerprint) ?? answer.SystemFingerprint;
            }
            else if (reader.ValueTextEquals("service_tier"u8))
            {
                answer.ServiceTier = JsonScan.Repeated(ref reader, answer.ServiceTier) ?? answer.ServiceTier;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                answer.Error = OpenAIErrorFormat.ReadError(ref reader) ?? answer.Error;
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        if (!JsonScan.EnterArray(ref reader))
        {
            return;
        }

        while (JsonScan.NextObject(ref reader))
        {
            answer.ChoiceBegun = true;

            // A further choice is another answer to the same question; Microsoft.Extensions.AI has room for one.
            if (answer.HasChoice || !IsFirst(reader))
            {
                reader.Skip();
                continue;
            }

            answer.HasChoice = true;
            ReadChoice(ref reader, answer);
        }
    }

    /// <summary>Whether a choice is the first, looking ahead with a copy of the reader. Without an index it is.</summary>
    private static bool IsFirst(Utf8JsonReader ahead)
    {
        while (JsonScan.NextProperty(ref ahead))
        {
            if (ahead.ValueTextEquals("index"u8))
            {
                return JsonScan.WholeNumber(ref ahead) is null or 0;
            }

            JsonScan.SkipValue(ref ahead);
        }

        return true;
    }

    private void ReadChoice(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                if (JsonScan.EnterObject(ref reader))
                {
                    answer.HasMessage = true;
                    MessageReader.Read(ref reader, answer, dialect);
                    answer.HasSpoken |= answer.SaysSomething;
                }
            }
            else if (reader.ValueTextEquals("message"u8) && !answer.HasSpoken)
            {
                // After pieces, a message repeats them.
                if (JsonScan.EnterObject(ref reader))
                {
                    answer.HasMessage = true;
                    MessageReader.Read(ref reader, answer, dialect);
                }
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                // The form of text completions, which some servers give where a prompt was no conversation.
                reader.Read();
                string? text = JsonText.Read(ref reader);
                answer.Text = string.IsNullOrEmpty(answer.Text) ? text : answer.Text;
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                answer.FinishReason = JsonScan.Repeated(ref reader, answer.FinishReason) is { Length: > 0 } reason ? reason : answer.FinishReason;
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                reader.Read();
                answer.HasLogProbabilities = reader.TokenType is not JsonTokenType.Null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                answer.Error = OpenAIErrorFormat.ReadError(ref reader) ?? answer.Error;
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }
    }
}
