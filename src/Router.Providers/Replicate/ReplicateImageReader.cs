using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>Turns one file of a prediction's output into an image. For one request; not thread-safe.</summary>
internal sealed class ReplicateImageReader(ReplicateService service, ReplicatePrediction prediction, bool asUri)
{
    /// <summary>The image: its bytes, or its address where the caller asked for that and there is one.</summary>
    /// <exception cref="ProviderException">It is no image, or cannot be fetched.</exception>
    internal async Task<AIContent> ReadAsync(string file, CancellationToken cancellationToken)
    {
        AIContent image = ReplicateOutput.DataUri(file) is { } data ? Sniffed(data.Data)
            : !Uri.TryCreate(file, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
                ? throw ReplicateFailures.Malformed(prediction.Id, "made something that is no image")
            : asUri ? new UriContent(address, ReplicateMediaTypes.OfFile(address.AbsolutePath))
            : Sniffed(await FetchAsync(address, cancellationToken).ConfigureAwait(false));
        image.AdditionalProperties = ReplicateProvenance.Of(prediction);
        return image;
    }

    private DataContent Sniffed(ReadOnlyMemory<byte> bytes) => ReplicateMediaTypes.OfImage(bytes.Span) is { } mediaType
        ? new DataContent(bytes, mediaType)
        : throw ReplicateFailures.Malformed(prediction.Id, "made a file that is no PNG, JPEG, WebP, GIF or AVIF image");

    // Fetching again costs nothing, and the prediction is paid for.
    private async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!service.Api.Hosts.Trusts(address))
        {
            throw ReplicateFailures.Malformed(
                prediction.Id, "names an image on a host that is not Replicate's, which is not fetched: ask for ResponseFormat Uri to have its address");
        }

        TimeSpan interval = service.Options.PollInterval;
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await service.Api.DownloadAsync(address, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException failure)
            {
                if (failures == ReplicateDefaults.FailedPolls || !ReplicateService.IsPassing(failure))
                {
                    throw ReplicateFailures.Lost(prediction.Id, failure);
                }
            }

            await Task.Delay(interval, service.Time, cancellationToken).ConfigureAwait(false);
            interval = service.NextInterval(interval);
        }
    }
}
