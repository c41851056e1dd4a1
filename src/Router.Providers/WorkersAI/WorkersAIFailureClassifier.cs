using Router.Adapters;
using Router.Providers.WorkersAI.Errors;
using Router.Resilience;

namespace Router.Providers.WorkersAI;

/// <summary>
/// Tells Workers AI's failures apart: by code, then by words, then by status. Three failures share the status 429: a spent
/// allowance, too many requests, and no capacity. Thread-safe.
/// </summary>
internal sealed class WorkersAIFailureClassifier(TimeProvider time) : FailureClassifier
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JustAfterMidnight = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WaitAfterMidnight = TimeSpan.FromMinutes(1);

    protected override Failure ClassifyResponse(ProviderException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (WorkersAIErrorCodes.Find(exception.Code) is { } known)
        {
            return Complete(exception, known.Class, known.Scope);
        }

        Failure failure = MayTell(exception.StatusCode) && Said(exception.Detail) is { } said
            ? Describe(exception, said)
            : base.ClassifyResponse(exception);
        return Complete(exception, failure.Class, failure.Scope);
    }

    /// <summary>Whether the words may say more than the status. A proxy's 502 page is not the service's own words.</summary>
    private static bool MayTell(int? status) => status is null or < 400 or 400 or 408 or 413 or 422 or 429;

    private static FailureClass? Said(string? detail) =>
        WorkersAIErrorWords.Find(detail) ?? (NestedStatus.Find(detail) is { } status ? ByStatus(status) : null);

    private Failure Complete(ProviderException exception, FailureClass failureClass, FailureScope scope)
    {
        Failure failure = Describe(exception, failureClass);
        return failure with { Scope = scope, RetryAfter = failure.RetryAfter ?? ImpliedWait(failureClass) };
    }

    /// <summary>
    /// The service states no wait. The allowance returns at midnight UTC (documented), the rate with the next minute. Just after midnight a
    /// refusal can still be yesterday's, given on its way here or by a clock that is behind: to believe it would cost a day.
    /// </summary>
    private TimeSpan? ImpliedWait(FailureClass failureClass)
    {
        DateTimeOffset now = time.GetUtcNow();
        return failureClass switch
        {
            FailureClass.QuotaExhausted when now.TimeOfDay < JustAfterMidnight => WaitAfterMidnight,
            FailureClass.QuotaExhausted => AtLeast(now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime),
            FailureClass.RateLimited => AtLeast(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute))),
            _ => null,
        };
    }

    private static TimeSpan AtLeast(TimeSpan wait) => wait < ShortestWait ? ShortestWait : wait;
}
