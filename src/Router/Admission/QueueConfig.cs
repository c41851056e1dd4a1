namespace Router.Admission;

/// <summary>Where requests of a route wait while Router's own limits refuse all its targets.</summary>
public sealed record QueueConfig
{
    /// <summary>How many may wait, 1 or more; one more is refused at once. Default: 100.</summary>
    public int Limit { get; init; } = AdmissionDefaults.QueueLimit;

    /// <summary>How long one may wait, above zero and at most a day; the route's total timer goes on meanwhile. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = AdmissionDefaults.QueueTimeout;
}
