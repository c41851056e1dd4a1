using Microsoft.Extensions.AI;
using Router.Resilience;
using Router.Tokens;

namespace Router.Routing;

/// <summary>What speaks to one model, how that model is doing, and what was learned of its answers.</summary>
internal sealed record ModelClients(TargetHealth Health, TargetStatistics Statistics, IChatClient? Chat, IImageGenerator? Images)
{
    internal TokenCalibration Calibration { get; } = new();
}
