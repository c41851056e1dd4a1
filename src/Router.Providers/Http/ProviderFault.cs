using Router.Resilience;

namespace Router.Providers.Http;

/// <summary>What a provider's error body says, before it becomes a <see cref="Router.Adapters.ProviderException"/>.</summary>
internal sealed record ProviderFault
{
    /// <summary>The provider's code; null where it gave none.</summary>
    internal string? Code { get; init; }

    /// <summary>The provider's error type; null where it gave none.</summary>
    internal string? Type { get; init; }

    /// <summary>
    /// What to say of it in Router's own words, to follow the provider's name; null says that it answered with an error. Never text
    /// of the answer.
    /// </summary>
    internal string? What { get; init; }

    /// <summary>The provider's own words, of any length; they are cut to 4,096 characters later.</summary>
    internal string? Detail { get; init; }

    /// <summary>A wait that the body states. Null: the headers are asked.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>A wait that only a sentence of the body tells: asked when neither the body nor the common headers state one.</summary>
    internal TimeSpan? TextWait { get; init; }

    /// <summary>The request's id. Null: <c>x-request-id</c> is asked.</summary>
    internal string? RequestId { get; init; }

    /// <summary>The class, where it is known already; null leaves it to the classifier.</summary>
    internal FailureClass? Class { get; init; }
}
