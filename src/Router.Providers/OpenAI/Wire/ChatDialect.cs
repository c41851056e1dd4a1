namespace Router.Providers.OpenAI.Wire;

/// <summary>Where servers that speak chat completions differ. The defaults are OpenAI's own.</summary>
internal sealed record ChatDialect
{
    /// <summary>OpenAI, as documented.</summary>
    internal static ChatDialect OpenAI { get; } = new();

    /// <summary>The field that limits the answer. Many compatible servers know <c>max_tokens</c> alone, which OpenAI has deprecated.</summary>
    internal string MaxTokensField { get; init; } = "max_completion_tokens";

    /// <summary>Whether <c>top_k</c> is a field. OpenAI refuses it.</summary>
    internal bool TopK { get; init; }

    /// <summary>Whether usage on a stream is asked for by <c>stream_options</c>.</summary>
    internal bool StreamOptions { get; init; } = true;

    /// <summary>Whether a message whose parts are all text is sent as one string, the parts joined by a line feed.</summary>
    internal bool FlattenText { get; init; }

    /// <summary>Whether an assistant's message of tool calls alone says <c>content: ""</c>. OpenAI takes it without content.</summary>
    internal bool EmptyContent { get; init; }

    /// <summary>The field that takes an assistant's earlier reasoning back; null drops it, as OpenAI has no such field.</summary>
    internal string? ReasoningField { get; init; }

    /// <summary>Whether a schema stands in <c>response_format.json_schema</c> by itself, its name and description folded into it.</summary>
    internal bool BareSchema { get; init; }

    /// <summary>Whether the body names the model. Some servers have it in the address.</summary>
    internal bool ModelField { get; init; } = true;

    /// <summary>Whether <c>tool_choice</c> is written where it says no more than its default, <c>auto</c>.</summary>
    internal bool AutoToolChoice { get; init; } = true;

    /// <summary>Whether a function is listed as <c>{name, description, parameters}</c>, without the wrapping that tells its kind.</summary>
    internal bool FlatTools { get; init; }

    /// <summary>What the server sends and takes beyond OpenAI's form; null where there is nothing.</summary>
    internal ChatExtension? Extension { get; init; }

    /// <summary>Whether a null where a token's text stands is the word <c>null</c>.</summary>
    internal bool NullIsToken { get; init; }
}
