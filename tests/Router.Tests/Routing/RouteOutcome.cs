using Microsoft.Extensions.AI;
using Router.Routing;

namespace Router.Tests.Routing;

/// <summary>How a request ended.</summary>
internal sealed record RouteOutcome(string? Text, RouteReport? Report, Exception? Error)
{
    internal IReadOnlyList<ChatResponseUpdate> Updates { get; init; } = [];

    internal RouteException Failed => Error.Should().BeOfType<RouteException>().Subject;

    internal IReadOnlyList<RouteAttempt> Attempts => Report?.Attempts ?? Failed.Attempts;

    internal string AttemptList => string.Join(' ', Attempts.Select(attempt => attempt.Class is null ? attempt.Target : $"{attempt.Target}:{attempt.Class}"));

    internal string SkipList => string.Join(' ', (Report?.Skipped ?? Failed.Skipped).Select(skip => $"{skip.Target}:{skip.Reason}"));
}
