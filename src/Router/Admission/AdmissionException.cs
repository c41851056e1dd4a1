using System.Globalization;
using Router.Resilience;

namespace Router.Admission;

/// <summary>Router's own limits or budgets did not let a request through. Its message holds no text of the request.</summary>
public sealed class AdmissionException : Exception, IClassifiedFailure
{
    private static readonly AdmissionRefusal Unknown =
        new(AdmissionRefusalKind.Rate, LimitScope.All, "unknown", "The request was not let through.");

    /// <summary>Makes an exception that tells nothing.</summary>
    public AdmissionException()
        : this(Unknown)
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public AdmissionException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public AdmissionException(string message, Exception? innerException)
        : base(message, innerException) => Refusal = Unknown with { Detail = message };

    /// <summary>Makes an exception from a refusal.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="refusal"/> is null.</exception>
    public AdmissionException(AdmissionRefusal refusal)
        : base(Message(refusal)) => Refusal = refusal;

    /// <summary>Why the request was not let through.</summary>
    public AdmissionRefusal Refusal { get; }

    /// <summary>
    /// Whether waiting seconds does not mend it: a budget or a cap is spent, a kill switch is set, or the price is not known.
    /// </summary>
    public bool IsHardStop => ClassOf(Refusal.Kind) == FailureClass.QuotaExhausted;

    Failure IClassifiedFailure.Failure => new(ClassOf(Refusal.Kind)) { RetryAfter = Refusal.RetryAfter };

    /// <summary>The class of a refusal.</summary>
    internal static FailureClass ClassOf(AdmissionRefusalKind kind) => kind switch
    {
        AdmissionRefusalKind.Rate or AdmissionRefusalKind.Concurrency => FailureClass.RateLimited,
        AdmissionRefusalKind.StoreUnavailable => FailureClass.Transient,
        _ => FailureClass.QuotaExhausted,
    };

    private static new string Message(AdmissionRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"{refusal.Detail} It can be tried again in {Math.Max(0.001, wait.TotalSeconds):0.###} s.")
            : refusal.Detail;
    }
}
