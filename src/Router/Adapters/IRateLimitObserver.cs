namespace Router.Adapters;

/// <summary>Is told by adapters what a provider says of its limits. Thread-safe; never throws.</summary>
public interface IRateLimitObserver
{
    /// <summary>Tells of one answer, also of one that is an error.</summary>
    /// <param name="model">The model that was asked.</param>
    /// <param name="observation">What the answer told.</param>
    void Observe(ModelReference model, RateLimitObservation observation);
}
