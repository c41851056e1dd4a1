namespace Router.Providers.WorkersAI.Models;

/// <summary>By which field a model's reasoning is turned down or off.</summary>
internal enum ThinkingSwitch
{
    /// <summary>By none: the model does not reason, or cannot be told.</summary>
    None,

    /// <summary><c>reasoning_effort</c>: low, medium, high, or null for off.</summary>
    Effort,

    /// <summary><c>chat_template_kwargs.enable_thinking</c>, on or off.</summary>
    EnableThinking,

    /// <summary><c>chat_template_kwargs.thinking</c>, on or off.</summary>
    Thinking,
}
