using System.Net.Http.Headers;
using System.Text.Json;
using Router.Adapters;
using Router.Providers.Http;

namespace Router.Providers.OpenAI;

/// <summary>
/// Errors as OpenAI and the servers compatible with it write them: <c>{"error":{message,type,param,code}}</c>, the error as a
/// string, its members at the top (vLLM), <c>{"detail":…}</c> (FastAPI), or a list of one (Google).
/// </summary>
internal sealed class OpenAIErrorFormat : ProviderErrorFormat
{
    private static readonly string[] ResetHeaders = ["x-ratelimit-reset-requests", "x-ratelimit-reset-tokens"];

    /// <summary>Reads an error that came as a document of its own. Never throws.</summary>
    internal static ProviderFault Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body);
            while (reader.Read() && reader.TokenType is JsonTokenType.StartArray)
            {
            }

            if (reader.TokenType is JsonTokenType.StartObject)
            {
                return ReadTop(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Cut, or no JSON at all: the text is all there is.
        }

        return PlainText(body);
    }

    /// <summary>Reads the value of <c>error</c>; null where it says that there is none.</summary>
    internal static ProviderFault? ReadError(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ProviderFault fault = new();
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    fault = ReadMember(ref reader, fault);
                }

                return fault;
            case JsonTokenType.Null or JsonTokenType.False:
                return null;
            default:
                return new ProviderFault { Detail = JsonText.Read(ref reader) };
        }
    }

    internal override ProviderFault Read(ReadOnlySpan<byte> body, int status)
    {
        ProviderFault fault = Parse(body);
        return status == 429 && fault.Detail is { } detail && RetryAfter.FromText(detail, "try again in") is { } wait
            ? fault with { TextWait = wait }
            : fault;
    }

    /// <summary>
    /// The limits' own headers say when a limit is whole again, later than a request is let through again: the last resort, and
    /// only for the limit that is spent.
    /// </summary>
    internal override TimeSpan? RetryAfterOf(HttpResponseHeaders headers, int status)
    {
        if (status != 429)
        {
            return null;
        }

        TimeSpan? longest = null;
        foreach (string name in ResetHeaders)
        {
            bool spent = HeaderText.First(headers, name.Replace("reset", "remaining", StringComparison.Ordinal)) is null or "0";
            if (spent && GoDuration.Parse(HeaderText.First(headers, name)) is { } reset && (longest is null || reset > longest))
            {
                longest = reset;
            }
        }

        return longest;
    }

    internal override RateLimitObservation? RateLimitsOf(HttpResponseHeaders headers) => RateLimitHeaders.OpenAI(headers);

    private static ProviderFault ReadTop(ref Utf8JsonReader reader)
    {
        ProviderFault fault = new();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (ReadError(ref reader) is { } error)
                {
                    return error with
                    {
                        Code = error.Code ?? fault.Code,
                        Type = error.Type ?? fault.Type,
                        Detail = error.Detail ?? fault.Detail,
                    };
                }
            }
            else
            {
                fault = ReadMember(ref reader, fault);
            }
        }

        return fault;
    }

    private static ProviderFault ReadMember(ref Utf8JsonReader reader, ProviderFault fault)
    {
        bool message = reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8);
        bool type = reader.ValueTextEquals("type"u8);
        bool code = reader.ValueTextEquals("code"u8);
        reader.Read();
        if (message)
        {
            return fault with { Detail = JsonText.Read(ref reader) ?? fault.Detail };
        }

        if (type || code)
        {
            string? text = JsonText.Read(ref reader);
            return type ? fault with { Type = text } : fault with { Code = text };
        }

        reader.Skip();
        return fault;
    }
}
