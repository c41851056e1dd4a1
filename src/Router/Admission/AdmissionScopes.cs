namespace Router.Admission;

/// <summary>Whose limits and budgets a reservation takes from. A null member is not in scope. Names are compared without regard to case.</summary>
public sealed record AdmissionScopes
{
    /// <summary>The account at a provider, by its name in <c>providers</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The target of <see cref="Route"/>, by its name; only together with a route.</summary>
    public string? Target { get; init; }

    /// <summary>The route.</summary>
    public string? Route { get; init; }

    /// <summary>The tenant, as the caller names it. Compared with regard to case.</summary>
    public string? Tenant { get; init; }

    /// <summary>The session, as the caller names it. Compared with regard to case.</summary>
    public string? Session { get; init; }

    /// <summary>The agent, as the caller names it. Compared with regard to case.</summary>
    public string? Agent { get; init; }

    /// <summary>The model at the provider, for limits learned from the provider's answers; null leaves them aside.</summary>
    public string? Model { get; init; }
}
