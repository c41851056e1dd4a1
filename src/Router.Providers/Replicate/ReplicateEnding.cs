using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>
/// Settles a streamed answer by its prediction. After a stream that said it is done, the prediction is asked a few times,
/// for usage and as a check, and an answer is not lost because that cannot be had. Any other end is settled by the prediction
/// alone. What the stream is missing is added exactly; a stream that the output contradicts is an error.
/// </summary>
internal static class ReplicateEnding
{
    /// <summary>What is still to be emitted.</summary>
    /// <exception cref="ProviderException">The prediction did not succeed, or its output contradicts the stream.</exception>
    internal static async Task<List<AIContent>> FinishAsync(
        ReplicateRun run, ReplicateStream stream, ReplicateTranscriber text, CancellationToken cancellationToken)
    {
        if (stream.End is ReplicateStreamEnd.Done && !text.IsEmpty)
        {
            return await ConfirmAsync(run, text, cancellationToken).ConfigureAwait(false);
        }

        ReplicatePrediction prediction;
        try
        {
            prediction = await run.ResultAsync(soon: stream.End is not ReplicateStreamEnd.Cut || !text.IsEmpty, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException failure) when (failure.InDoubt && stream.End is ReplicateStreamEnd.Failed)
        {
            throw ReplicateFailures.StreamError(run.Current.Id, stream.ErrorDetail, failure);
        }

        return text.Missing(prediction.Output!.Value) ?? throw Contradiction(prediction);
    }

    private static async Task<List<AIContent>> ConfirmAsync(ReplicateRun run, ReplicateTranscriber text, CancellationToken cancellationToken)
    {
        run.MarkEnded();
        try
        {
            await run.WaitAsync(soon: true, ReplicateDefaults.UsagePolls, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException)
        {
            return [];
        }

        if (run.Current is { IsTerminal: true, Succeeded: false })
        {
            throw ReplicateFailures.NotSucceeded(run.Current);
        }

        return run.Current is { Succeeded: true, Output: { } output }
            ? text.Missing(output) ?? (text.HasFiles ? [] : throw Contradiction(run.Current))
            : [];
    }

    private static ProviderException Contradiction(ReplicatePrediction prediction) =>
        ReplicateFailures.Malformed(prediction.Id, "succeeded with an output that its stream contradicts");
}
