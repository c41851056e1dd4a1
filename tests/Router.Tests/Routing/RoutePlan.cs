using Router.Admission;
using Router.Configuration;
using Router.Resilience;

namespace Router.Tests.Routing;

/// <summary>One request and all that is expected of it. The same plan runs unary, streaming, held and for images.</summary>
internal sealed record RoutePlan(string Name, params TargetPlan[] Targets)
{
    internal RouteConfig Route { get; init; } = new();

    /// <summary>Router's own limits; null for none. The route is named <c>route</c>, a target as it is planned.</summary>
    internal AdmissionRules? Limits { get; init; }

    internal HealthConfig Health { get; init; } = new();

    /// <summary>The answer's text; null where an error is expected.</summary>
    internal string? Answer { get; init; }

    internal FailureClass? Error { get; init; }

    /// <summary>Every attempt as <c>target:class</c>, <c>target</c> alone where it answered.</summary>
    internal string Attempts { get; init; } = "";

    /// <summary>Every skip as <c>target:reason</c>.</summary>
    internal string Skipped { get; init; } = "";

    /// <summary>The targets that may not be asked afterwards, as <c>target:seconds</c>.</summary>
    internal string Shut { get; init; } = "";

    /// <summary>How far the clock moved, in milliseconds; null where it must not have moved.</summary>
    internal (double From, double To)? Clock { get; init; }

    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Modes in which the plan makes no sense.</summary>
    internal RouteMode[] Not { get; init; } = [];

    public override string ToString() => Name;
}
