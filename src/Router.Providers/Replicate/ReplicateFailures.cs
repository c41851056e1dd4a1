using System.Text.RegularExpressions;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>
/// What is thrown when a prediction gives no usable answer. Messages hold the prediction's id, its status and its code; the
/// model's own words, which may repeat the prompt, go into <see cref="ProviderException.Detail"/>.
/// </summary>
internal static partial class ReplicateFailures
{
    internal const string Failed = "prediction_failed";
    internal const string Canceled = "prediction_canceled";
    internal const string DeadlinePassed = "prediction_deadline";
    internal const string Aborted = "prediction_aborted";

    private const int MaxDetail = 4096;

    /// <summary>A prediction that ended, but not by succeeding.</summary>
    internal static ProviderException NotSucceeded(ReplicatePrediction prediction)
    {
        string? code = Code(prediction.Error);
        return new ProviderException($"Replicate: prediction {prediction.Id} ended as {(prediction.HasKnownEnd ? prediction.Status : "an unknown status")}{(code is null ? "" : $" ({code})")}.")
        {
            Code = code,
            ErrorType = prediction.Status switch
            {
                "aborted" => Aborted,
                "canceled" when prediction.HasDeadline => DeadlinePassed,
                "canceled" => Canceled,
                _ => Failed,
            },
            Detail = Cut(prediction.Error),
            RequestId = prediction.Id,
        };
    }

    /// <summary>A stream that told of an error, where the prediction itself could not be asked.</summary>
    internal static ProviderException StreamError(string id, string? detail, Exception? inner)
    {
        string? code = Code(detail);
        return new ProviderException($"Replicate: the stream of prediction {id} told of an error{(code is null ? "" : $" ({code})")}.", inner)
        {
            Code = code,
            ErrorType = Failed,
            Detail = Cut(detail),
            RequestId = id,
            InDoubt = true,
        };
    }

    /// <summary>A prediction that succeeded and holds nothing usable.</summary>
    internal static ProviderException Malformed(string id, string what) => new($"Replicate: prediction {id} {what}.")
    {
        Class = FailureClass.Malformed,
        RequestId = id,
    };

    /// <summary>A prediction that succeeded without any output.</summary>
    internal static ProviderException NoOutput(ReplicatePrediction prediction) =>
        Malformed(prediction.Id, prediction.DataRemoved
            ? "succeeded, but Replicate has removed its output (data_removed)"
            : "succeeded without any output");

    /// <summary>
    /// A prediction that was started, and paid for, whose result cannot be had. Never repeated at the same target: that would
    /// be a second prediction.
    /// </summary>
    internal static ProviderException Lost(string id, ProviderException cause) =>
        new($"Replicate: prediction {id} was started, and its result could not be read.", cause)
        {
            // What speaks of the account is kept; a 404 or a strange answer here says nothing of the model.
            Class = cause.StatusCode is 401 or 402 or 403 or 429 ? cause.Class : FailureClass.Transient,
            StatusCode = cause.StatusCode,
            Code = cause.Code,
            ErrorType = cause.ErrorType,
            Detail = cause.Detail,
            RetryAfter = cause.RetryAfter,
            RequestId = id,
            InDoubt = true,
        };

    /// <summary>A create call that ended in a way nobody foresaw.</summary>
    internal static ProviderException Unforeseen(Exception exception) =>
        new($"Replicate: a create call broke off ({exception.GetType().Name}); a prediction may have been started.", exception)
        {
            Class = exception is OperationCanceledException or TimeoutException ? FailureClass.Timeout : FailureClass.Transient,
            InDoubt = true,
        };

    /// <summary>The same failure of a create call, told more exactly.</summary>
    internal static ProviderException Retold(ProviderException failure, string message, FailureClass? known, bool inDoubt) =>
        new(message, failure)
        {
            Class = known,
            StatusCode = failure.StatusCode,
            Code = failure.Code,
            ErrorType = failure.ErrorType,
            Detail = failure.Detail,
            RetryAfter = failure.RetryAfter,
            RequestId = failure.RequestId,
            InDoubt = inDoubt,
        };

    /// <summary>The code in a failed prediction's text: <c>E1001</c>, or <c>PA</c> in <c>(code: PA)</c>.</summary>
    internal static string? Code(string? error)
    {
        if (string.IsNullOrEmpty(error))
        {
            return null;
        }

        Match match = CodePattern().Match(error);
        return match.Success ? match.Groups["code"].Value : null;
    }

    private static string? Cut(string? text) => text is { Length: > MaxDetail } ? text[..MaxDetail] : text;

    [GeneratedRegex(@"\(code: (?<code>[A-Z]{1,8})\)|\((?<code>E\d{3,4})\)|^(?<code>E\d{3,4})\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();
}
