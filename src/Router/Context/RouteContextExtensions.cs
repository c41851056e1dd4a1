using Microsoft.Extensions.AI;

namespace Router.Context;

/// <summary>Sets and finds the <see cref="RouteContext"/> of a request.</summary>
public static class RouteContextExtensions
{
    /// <summary>Sets for whom a chat request is made. Returns the same options.</summary>
    public static ChatOptions WithRouteContext(this ChatOptions options, RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        (options.AdditionalProperties ??= [])[RouteContext.PropertyName] = context;
        return options;
    }

    /// <summary>Sets for whom images are made. Returns the same options.</summary>
    public static ImageGenerationOptions WithRouteContext(this ImageGenerationOptions options, RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        (options.AdditionalProperties ??= [])[RouteContext.PropertyName] = context;
        return options;
    }

    /// <summary>Whose a chat request is; its conversation is its session where it names none.</summary>
    internal static RouteContext Of(ChatOptions? options)
    {
        RouteContext context = Of(options?.AdditionalProperties);
        return context.Session is null && options?.ConversationId is { Length: > 0 } conversation ? context with { Session = conversation } : context;
    }

    internal static RouteContext Of(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(RouteContext.PropertyName, out object? value) && value is RouteContext context
            ? context
            : RouteContext.Empty;
}
