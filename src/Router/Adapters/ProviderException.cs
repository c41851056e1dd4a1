using Router.Resilience;

namespace Router.Adapters;

/// <summary>
/// What an adapter throws when the provider answered with an error or with no usable answer.
/// <see cref="Exception.Message"/> holds status, code and request id alone: never a credential, never text of the request.
/// The provider's own words are in <see cref="Detail"/>.
/// </summary>
public sealed class ProviderException : Exception
{
    /// <summary>Makes an exception with no message of its own.</summary>
    public ProviderException()
        : this("The provider failed.")
    {
    }

    /// <summary>Makes an exception with a message, which must hold neither a credential nor text of the request.</summary>
    public ProviderException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public ProviderException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The class, where the adapter knows it already; null leaves it to the provider's classifier.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>The HTTP status; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's error code, such as <c>insufficient_quota</c>, <c>3040</c> or <c>E1001</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's error type, such as <c>invalid_request_error</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// The provider's own words, at most 4,096 characters. They can repeat parts of the request: Router neither logs them nor
    /// puts them into a message or a span.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>How long the provider asked to be left alone, never negative; null where it said nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's id of the request, to quote to its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether billed work may have started although no answer came. See <see cref="Failure.InDoubt"/>.</summary>
    public bool InDoubt { get; init; }
}
