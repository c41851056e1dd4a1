using Microsoft.Extensions.AI;

namespace Router.Routing;

/// <summary>Finds the <see cref="RouteReport"/> of an answer.</summary>
public static class RouteReportExtensions
{
    /// <summary>The report of a chat response; null where it did not come through a route.</summary>
    public static RouteReport? GetRouteReport(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find(response.AdditionalProperties);
    }

    /// <summary>The report on an update; only the last update of a stream holds it.</summary>
    public static RouteReport? GetRouteReport(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Find(update.AdditionalProperties);
    }

    /// <summary>The report of generated images; null where they did not come through a route.</summary>
    public static RouteReport? GetRouteReport(this ImageGenerationResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Contents.Select(content => Find(content.AdditionalProperties)).FirstOrDefault(report => report is not null);
    }

    private static RouteReport? Find(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(RouteReport.PropertyName, out object? value) ? value as RouteReport : null;
}
