using Microsoft.Extensions.AI;
using Router.Resilience;

namespace Router.Routing;

/// <summary>What speaks to one model, and how that model is doing.</summary>
internal sealed record ModelClients(TargetHealth Health, IChatClient? Chat, IImageGenerator? Images);
