using Router.Adapters;

namespace Router.Admission;

/// <summary>What the answers of one provider tell of its limits. It only tightens what this process lets through.</summary>
internal sealed class LearnedLimits : IRateLimitObserver
{
    public void Observe(ModelReference model, RateLimitObservation observation)
    {
    }
}
