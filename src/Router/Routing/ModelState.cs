using Router.Resilience;
using Router.Tokens;

namespace Router.Routing;

/// <summary>How one model is doing and what was learned of its answers: one for all routes that name it. Thread-safe.</summary>
internal sealed record ModelState(TargetHealth Health, TargetStatistics Statistics)
{
    internal TokenCalibration Calibration { get; } = new();
}
