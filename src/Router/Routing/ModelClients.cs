using Microsoft.Extensions.AI;

namespace Router.Routing;

/// <summary>What speaks to one model, and how that model is doing.</summary>
internal sealed record ModelClients(ModelState State, IChatClient? Chat, IImageGenerator? Images);
