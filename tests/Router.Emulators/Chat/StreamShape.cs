namespace Router.Emulators.Chat;

/// <summary>The forms in which Workers AI has been seen to stream a chat answer.</summary>
public enum StreamShape
{
    /// <summary>What the model and the route send by themselves.</summary>
    Default,

    /// <summary><c>{"response":"tok","p":"…"}</c>, with usage on the last frame.</summary>
    Native,

    /// <summary>Native frames that carry tool deltas, and a bare <c>{"finish_reason":"tool_calls"}</c>.</summary>
    NativeToolFrames,

    /// <summary>OpenAI chunks with usage on every chunk.</summary>
    OpenAIChunks,

    /// <summary>OpenAI chunks, then a native frame with usage, then the end marker.</summary>
    Gemma,

    /// <summary>OpenAI chunks whose tool call is closed by a chunk of nulls.</summary>
    NullFinalization,

    /// <summary>Tokens that read as JSON are sent as that JSON value, their leading space lost.</summary>
    JsonScalars,

    /// <summary>The stream ends with its last token: no finish reason, no end marker.</summary>
    WithoutDone,

    /// <summary>A JSON body although a stream was asked for.</summary>
    JsonBody,

    /// <summary>Frames separated by one line feed only.</summary>
    SingleLineFeeds,
}
