using System.Text.Json.Nodes;
using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>
/// One prediction from its creation to its end. Disposing a run whose prediction has not ended cancels it, once: so the work
/// stops at the provider on every way out (a cancellation, a timer, an abandoned stream, an error). For one request; not
/// thread-safe.
/// </summary>
internal sealed class ReplicateRun : IDisposable
{
    private readonly ReplicateService _service;
    private bool _ended;

    private ReplicateRun(ReplicateService service, ReplicatePrediction prediction)
    {
        _service = service;
        Current = prediction;
    }

    /// <summary>The prediction as last heard of.</summary>
    internal ReplicatePrediction Current { get; private set; }

    /// <summary>
    /// Starts a prediction. The caller's token does not abort the call, because its answer holds the id without which the
    /// prediction could not be cancelled: whoever gives up leaves at once, and the call is seen to its end in the background.
    /// </summary>
    internal static async Task<ReplicateRun> StartAsync(
        ReplicateService service, ReplicateModel model, JsonObject input, TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CancellationTokenSource abort = new();
        Task<ReplicatePrediction> create = service.Api.CreateAsync(model, input, wait, abort.Token);
        try
        {
            ReplicatePrediction prediction = await create.WaitAsync(cancellationToken).ConfigureAwait(false);
            abort.Dispose();
            return new ReplicateRun(service, prediction);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            service.Aftermath.Add(CancelWhenKnownAsync(service, create, abort, wait + ReplicateDefaults.CreateTime));
            throw;
        }
        catch
        {
            abort.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Asks until the prediction has ended, by a growing interval. A status request that fails in passing is repeated, a few
    /// times in a row: asking costs nothing, and giving up would lose a prediction that is paid for.
    /// </summary>
    /// <param name="soon">Whether to ask once without waiting first.</param>
    /// <param name="polls">How often to ask at most; the prediction may then still be running.</param>
    /// <param name="cancellationToken">Ends the wait; the prediction is cancelled by <see cref="Dispose"/>.</param>
    /// <exception cref="ProviderException">It can be asked about no longer. In doubt.</exception>
    internal async Task<ReplicatePrediction> WaitAsync(bool soon, int polls, CancellationToken cancellationToken)
    {
        ReplicateOptions options = _service.Options;
        TimeSpan interval = soon ? TimeSpan.Zero : options.PollInterval;
        for (int failures = 0; !Current.IsTerminal && polls > 0; polls--)
        {
            await Task.Delay(interval, _service.Time, cancellationToken).ConfigureAwait(false);
            interval = _service.NextInterval(interval);
            try
            {
                Current = await _service.Api.GetAsync(Current.Id, cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (ProviderException failure)
            {
                if (++failures == ReplicateDefaults.FailedPolls || !ReplicateService.IsPassing(failure))
                {
                    throw ReplicateFailures.Lost(Current.Id, failure);
                }

                ReplicateLog.PollFailed(_service.Logger, Current.Id, ReplicateService.Reason(failure));
                interval = failure.RetryAfter > interval ? failure.RetryAfter.Value : interval;
            }
        }

        return Current;
    }

    /// <summary>Waits for the end without a limit of its own, and insists on success with output.</summary>
    /// <exception cref="ProviderException">It ended otherwise, or without output.</exception>
    internal async Task<ReplicatePrediction> ResultAsync(bool soon, CancellationToken cancellationToken)
    {
        // A create call that was held open answers "processing" with all the output there: the end is near.
        ReplicatePrediction prediction =
            await WaitAsync(soon || Current.Output is not null, int.MaxValue, cancellationToken).ConfigureAwait(false);
        return !prediction.Succeeded ? throw ReplicateFailures.NotSucceeded(prediction)
            : prediction.Output is null ? throw ReplicateFailures.NoOutput(prediction)
            : prediction;
    }

    /// <summary>Takes the prediction's end as known, whatever its status said last: it is not cancelled.</summary>
    internal void MarkEnded() => _ended = true;

    /// <summary>Sends the cancel request, if one is due, and does not wait for its answer: a request that is given up ends at once.</summary>
    public void Dispose()
    {
        if (!_ended && !Current.IsTerminal)
        {
            _ended = true;
            _service.Aftermath.Add(_service.CancelAsync(Current.Id));
        }
    }

    private static async Task CancelWhenKnownAsync(
        ReplicateService service, Task<ReplicatePrediction> create, CancellationTokenSource abort, TimeSpan patience)
    {
        using (abort)
        {
            bool told = false;
            try
            {
                try
                {
                    await create.WaitAsync(patience, service.Time).ConfigureAwait(false);
                }
                catch (TimeoutException)
                {
                    told = true;
                    ReplicateLog.CreateLost(service.Logger, nameof(TimeoutException));
                    await abort.CancelAsync().ConfigureAwait(false);
                }

                // Even now: an answer that was on its way when the time was up still tells what to cancel.
                ReplicatePrediction prediction = await create.ConfigureAwait(false);
                if (prediction.IsTerminal)
                {
                    ReplicateLog.EndedUnwanted(service.Logger, prediction.Id);
                    return;
                }

                await service.CancelAsync(prediction.Id).ConfigureAwait(false);
            }
            catch (ProviderException failure) when (!failure.InDoubt)
            {
                // Refused: nothing was started.
            }
#pragma warning disable CA1031 // Nobody awaits this task: whatever it was, the log is the only place left to tell it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!told)
                {
                    ReplicateLog.CreateLost(service.Logger, ReplicateService.Reason(exception));
                }
            }
        }
    }
}
