using System.Globalization;
using System.Net.Http.Headers;
using Router.Providers.Http;

namespace Router.Providers.WorkersAI;

/// <summary>
/// The bill of an answer in neurons, a fraction such as 1.98. Token counts are whole numbers, so it is carried apart from them.
/// </summary>
internal static class Neurons
{
    /// <summary>From the header; null where it is absent or no number.</summary>
    internal static double? Of(HttpResponseHeaders headers) => Parse(HeaderText.First(headers, WorkersAIProviderType.NeuronsKey));

    /// <summary>From text; null where it is no finite number of zero or more.</summary>
    internal static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double neurons) && double.IsFinite(neurons) && neurons >= 0
            ? neurons
            : null;
}
