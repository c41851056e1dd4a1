namespace Router.Resilience;

/// <summary>
/// What kind of failure an attempt ended in. The class alone decides what happens next: see <see cref="FailureRules"/>.
/// </summary>
public enum FailureClass
{
    /// <summary>A passing fault: connection reset before bytes, 408, 500, 502 to 504, 529.</summary>
    Transient,

    /// <summary>The provider has no capacity for this model now. Retried once, shortly after.</summary>
    Capacity,

    /// <summary>Too many requests or tokens for the moment (429). The target cools until the stated time.</summary>
    RateLimited,

    /// <summary>The allowance or the credit is spent (429 or 402). Waiting seconds does not help.</summary>
    QuotaExhausted,

    /// <summary>The credential is wrong, revoked or not allowed to do this (401, 403).</summary>
    Credential,

    /// <summary>The model or the version does not exist any more, or never did.</summary>
    ModelGone,

    /// <summary>The request is larger than the model's context window.</summary>
    ContextTooLong,

    /// <summary>The provider's filter refused the request or its answer.</summary>
    ContentPolicy,

    /// <summary>The request itself is wrong (other 4xx). Another target would refuse it too.</summary>
    CallerFault,

    /// <summary>A timer of Router or of the provider ran out: attempt, first token, idle or total.</summary>
    Timeout,

    /// <summary>The provider said success and sent no usable answer: HTML with 200, a cut stream, broken JSON, nothing.</summary>
    Malformed,

    /// <summary>The caller cancelled. Never retried, and harms no target.</summary>
    Cancelled,
}
