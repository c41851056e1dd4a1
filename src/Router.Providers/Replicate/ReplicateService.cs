using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>What all clients of one Replicate account share. Thread-safe.</summary>
internal sealed class ReplicateService
{
    internal ReplicateService(ProviderContext context)
    {
        Options = ReplicateOptions.From(context.Settings);
        Api = new ReplicateApi(context, Options);
        Time = context.TimeProvider;
        Logger = context.LoggerFactory.CreateLogger("Router.Providers.Replicate");
    }

    /// <summary>Tells the failures of every account apart; without state.</summary>
    internal static FailureClassifier Classifier { get; } = new ReplicateFailureClassifier();

    internal ReplicateOptions Options { get; }

    /// <summary>What goes on after its request has ended.</summary>
    internal ReplicateAftermath Aftermath { get; } = new();

    internal ReplicateApi Api { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <summary>Whether a failed GET may well succeed a moment later.</summary>
    internal static bool IsPassing(ProviderException failure) =>
        failure.StatusCode is null or 408 or 429 or >= 500 || failure is { StatusCode: < 300, Class: FailureClass.Malformed };

    /// <summary>A failure's name for the log: no text of it.</summary>
    internal static string Reason(Exception exception) =>
        exception is ProviderException { StatusCode: { } status }
            ? status.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : exception.GetType().Name;

    /// <summary>The wait after a wait.</summary>
    internal TimeSpan NextInterval(TimeSpan interval)
    {
        TimeSpan longest = Options.PollInterval > ReplicateDefaults.MaxPollInterval ? Options.PollInterval : ReplicateDefaults.MaxPollInterval;
        TimeSpan next = interval < Options.PollInterval ? Options.PollInterval : interval * ReplicateDefaults.PollGrowth;
        return next > longest ? longest : next;
    }

    /// <summary>
    /// Cancels a prediction: one request, under a short timer of its own, since the token that ended the request is spent.
    /// Never throws; a failure is logged.
    /// </summary>
    internal async Task CancelAsync(string id)
    {
        using CancellationTokenSource timer = new(ReplicateDefaults.CancelTime, Time);
        Task cancel = Api.CancelAsync(id, timer.Token);
        try
        {
            await cancel.WaitAsync(timer.Token).ConfigureAwait(false);
            ReplicateLog.Cancelled(Logger, id);
        }
#pragma warning disable CA1031 // A cancel that fails must not hide why the request ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ReplicateLog.CancelFailed(Logger, id, Reason(exception));
            ReplicateAftermath.Observe(cancel);
        }
    }

    /// <summary>What a model is given for an image: its address, a data URI up to 256 KiB, above that the address of an upload.</summary>
    internal async Task<string> ReferenceAsync(AIContent image, CancellationToken cancellationToken) => image switch
    {
        UriContent uri => uri.Uri.AbsoluteUri,
        DataContent data when data.Data.Length <= ReplicateDefaults.MaxDataUriBytes => data.Uri,
        DataContent data => await Api.UploadAsync(data, cancellationToken).ConfigureAwait(false),
        _ => throw new NotSupportedException($"Replicate takes no {image.GetType().Name}."),
    };
}
