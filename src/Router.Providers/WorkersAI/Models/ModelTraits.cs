using Router.Catalog;

namespace Router.Providers.WorkersAI.Models;

/// <summary>What the adapter must know of a model to speak to it.</summary>
internal sealed record ModelTraits
{
    /// <summary>How it takes a conversation.</summary>
    internal ChatForm Chat { get; init; }

    /// <summary>Which request it takes as an image model.</summary>
    internal ImageForm Image { get; init; }

    /// <summary>How its reasoning is turned down.</summary>
    internal ThinkingSwitch Thinking { get; init; }

    /// <summary>The limit of an answer, in tokens, where the caller sets none: the service's own default of 256 cuts most answers.</summary>
    internal int MaxTokens { get; init; }

    /// <summary>Whether functions are listed as <c>{name, description, parameters}</c> instead of in OpenAI's wrapping.</summary>
    internal bool FlatTools { get; init; }

    /// <summary>
    /// Whether it wants the ids of function calls counted through the conversation, <c>functions.name:0</c>; its own begin anew
    /// with each turn.
    /// </summary>
    internal bool CountedCallIds { get; init; }

    /// <summary>What is known of its abilities.</summary>
    internal ModelCapabilities Capabilities { get; init; } = ModelCapabilities.Unknown;
}
