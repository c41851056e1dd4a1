using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>Failures as an adapter throws them.</summary>
internal static class Failures
{
    internal static ScriptedTurn Of(FailureClass failureClass, double? retryAfter = null, bool inDoubt = false, int? status = null) =>
        ScriptedTurn.Fail(Error(failureClass, retryAfter, inDoubt, status));

    internal static ProviderException Error(FailureClass failureClass, double? retryAfter = null, bool inDoubt = false, int? status = null) => new("failed")
    {
        Class = failureClass,
        RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        InDoubt = inDoubt,
        StatusCode = status,
    };
}
