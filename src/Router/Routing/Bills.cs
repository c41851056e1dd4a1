using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Routing;

/// <summary>Reads what an answer was billed with where that is not a count of tokens.</summary>
internal static class Bills
{
    internal static double? NeuronsOf(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(BillingKeys.Neurons, out object? value) && value is double neurons ? neurons : null;
}
