namespace Router.Adapters;

/// <summary>Asks a provider which exact version a model's name stands for now. Thread-safe.</summary>
public interface IPinResolver
{
    /// <summary>
    /// Asks once, without repeating. For a model that has a version already, asks whether that version exists. May be billed where the
    /// provider tells a version in answers alone.
    /// </summary>
    /// <param name="model">The model, as a target names it.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    /// <exception cref="ProviderException">The provider failed, or has no such model or version.</exception>
    ValueTask<PinResolution> ResolveAsync(ModelReference model, CancellationToken cancellationToken = default);
}
