using System.Net;
using System.Text.Json;
using Router.Resilience;

namespace Router.Adapters;

/// <summary>
/// Turns what an attempt threw into a <see cref="Failure"/>. This class knows what is common to all of HTTP; a provider
/// derives from it and tells its own codes apart in <see cref="ClassifyResponse"/>. Thread-safe, without state.
/// </summary>
public class FailureClassifier
{
    /// <summary>The classifier for clients that have none of their own.</summary>
    public static FailureClassifier Default { get; } = new();

    /// <summary>
    /// Classifies an exception that ended an attempt. The caller's own cancellation is not seen here: the routing core
    /// tells it apart by its token, so an <see cref="OperationCanceledException"/> is the provider's timeout.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public Failure Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            ProviderException { Class: { } known } error => Describe(error, known),
            ProviderException error => ClassifyResponse(error),
            IClassifiedFailure error => error.Failure,
            OperationCanceledException or TimeoutException => new Failure(FailureClass.Timeout),
            HttpRequestException { StatusCode: { } status } => Describe(ByStatus((int)status), (int)status),

            // The end before a header is a connection that was reset; the end within a body is a cut answer.
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException => new Failure(FailureClass.Malformed),
            HttpRequestException or IOException => new Failure(FailureClass.Transient),
            JsonException => new Failure(FailureClass.Malformed),
            ArgumentException or NotSupportedException => new Failure(FailureClass.CallerFault),
            _ => new Failure(FailureClass.Transient),
        };
    }

    /// <summary>Classifies an answer of the provider. The base looks at the status alone.</summary>
    protected virtual Failure ClassifyResponse(ProviderException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Describe(exception, exception.StatusCode is { } status ? ByStatus(status) : FailureClass.Transient);
    }

    /// <summary>The failure of <paramref name="exception"/> under a class already known.</summary>
    protected static Failure Describe(ProviderException exception, FailureClass failureClass)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Describe(failureClass, exception.StatusCode) with
        {
            RetryAfter = exception.RetryAfter,
            Code = exception.Code,
            InDoubt = exception.InDoubt,
        };
    }

    private static Failure Describe(FailureClass failureClass, int? status) => new(failureClass)
    {
        Scope = failureClass is FailureClass.QuotaExhausted || status == (int)HttpStatusCode.Unauthorized
            ? FailureScope.Provider
            : FailureScope.Target,
        StatusCode = status,
    };

    /// <summary>The class of a bare HTTP status, where no code of the provider says more.</summary>
    protected static FailureClass ByStatus(int status) => status switch
    {
        401 or 403 => FailureClass.Credential,
        402 => FailureClass.QuotaExhausted,
        404 or 410 => FailureClass.ModelGone,
        408 => FailureClass.Transient,
        429 => FailureClass.RateLimited,
        >= 200 and < 400 => FailureClass.Malformed,
        >= 400 and < 500 => FailureClass.CallerFault,
        _ => FailureClass.Transient,
    };
}
