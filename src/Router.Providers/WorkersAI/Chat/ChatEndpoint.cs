namespace Router.Providers.WorkersAI.Chat;

/// <summary>The two ways to chat with a model.</summary>
internal enum ChatEndpoint
{
    /// <summary><c>/ai/run/{model}</c>.</summary>
    Run,

    /// <summary><c>/ai/v1/chat/completions</c>.</summary>
    OpenAI,
}
