namespace Router.Admission;

/// <summary>Why a request was not let through. Holds no text of the request.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Scope">What the limit is kept for.</param>
/// <param name="Limit">The limit's name, such as <c>requestsPerMinute</c>, or the budget's.</param>
/// <param name="Detail">The reason in words.</param>
public sealed record AdmissionRefusal(AdmissionRefusalKind Kind, LimitScope Scope, string Limit, string Detail)
{
    /// <summary>When the same request can be let through, if nobody else comes; null where no time is known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
