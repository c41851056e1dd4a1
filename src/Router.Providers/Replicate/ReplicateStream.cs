using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Router.Adapters;
using Router.Providers.Http;

namespace Router.Providers.Replicate;

/// <summary>
/// A prediction's event stream: <c>output</c> (text, never trimmed), <c>logs</c> (left out), <c>error</c>, <c>done</c>. It is a
/// convenience over the prediction, which holds the whole truth: so a stream that cannot be had, or breaks, is no failure but
/// an <see cref="End"/> after which the prediction is asked. For one request; not thread-safe.
/// </summary>
internal sealed class ReplicateStream : IDisposable
{
    private readonly ProviderResponse? _response;
    private readonly SseReader? _events;

    private ReplicateStream(ProviderResponse? response, SseReader? events)
    {
        _response = response;
        _events = events;
    }

    /// <summary>How it ended; meaningful once <see cref="ReadAsync"/> has returned null.</summary>
    internal ReplicateStreamEnd End { get; private set; } = ReplicateStreamEnd.Cut;

    /// <summary>What an <c>error</c> event said. May repeat the prompt.</summary>
    internal string? ErrorDetail { get; private set; }

    /// <summary>Opens the stream of a prediction; an empty one where there is none to be had.</summary>
    internal static async Task<ReplicateStream> OpenAsync(
        ReplicateService service, ReplicatePrediction prediction, CancellationToken cancellationToken)
    {
        string reason = "no stream";
        if (!prediction.IsTerminal && prediction.Stream is { } address)
        {
            if (service.Api.Hosts.Trusts(address))
            {
                try
                {
                    ProviderResponse response = await service.Api.OpenStreamAsync(address, cancellationToken).ConfigureAwait(false);
                    if (response.IsEventStream)
                    {
                        SseReader events = await response.ReadEventsAsync(SseOptions.Text, cancellationToken).ConfigureAwait(false);
                        return new ReplicateStream(response, events);
                    }

                    response.Dispose();
                    reason = "not an event stream";
                }
                catch (ProviderException failure)
                {
                    reason = ReplicateService.Reason(failure);
                }
            }
            else
            {
                reason = "a host that must not see the credential";
            }
        }

        ReplicateLog.NotStreamed(service.Logger, prediction.Id, reason);
        return new ReplicateStream(null, null);
    }

    /// <summary>The next piece of output, never empty; null at the end.</summary>
    internal async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_events is null)
        {
            return null;
        }

        try
        {
            // The last event may have been cut at any byte: unless a blank line ended it, it is not taken. Nor is a broken one.
            while (await _events.ReadAsync(cancellationToken).ConfigureAwait(false) && _events.IsTerminated && Utf8.IsValid(_events.Data))
            {
                switch (_events.EventType)
                {
                    case "output" when !_events.Data.IsEmpty:
                        return Encoding.UTF8.GetString(_events.Data);
                    case "error":
                        ErrorDetail = Detail(_events.Data);
                        End = ReplicateStreamEnd.Failed;
                        return null;
                    case "done":
                        End = IsPlainEnd(_events.Data) ? ReplicateStreamEnd.Done : ReplicateStreamEnd.Failed;
                        return null;
                }
            }
        }
        catch (ProviderException)
        {
            // Broken off: the prediction tells the rest.
        }

        return null;
    }

    public void Dispose()
    {
        _events?.Dispose();
        _response?.Dispose();
    }

    // {"reason":"canceled"} and {"reason":"error"} say that the prediction did not succeed.
    private static bool IsPlainEnd(ReadOnlySpan<byte> data) => Member(data, "reason") is null;

    private static string Detail(ReadOnlySpan<byte> data) => Member(data, "detail") ?? Encoding.UTF8.GetString(data);

    private static string? Member(ReadOnlySpan<byte> data, string name)
    {
        try
        {
            Utf8JsonReader reader = new(data);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return JsonTexts.IsReadableObject(document.RootElement)
                && document.RootElement.TryGetProperty(name, out JsonElement value)
                && value.ValueKind is not JsonValueKind.Null
                    ? JsonTexts.Of(value)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
