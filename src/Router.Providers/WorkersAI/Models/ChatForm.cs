namespace Router.Providers.WorkersAI.Models;

/// <summary>In which form a model takes a conversation and answers it.</summary>
internal enum ChatForm
{
    /// <summary>It takes none.</summary>
    None,

    /// <summary>The older text models: few and strictly checked fields, an answer in <c>response</c>.</summary>
    Native,

    /// <summary>The newer ones: OpenAI's chat completion, at <c>/ai/run</c> inside <c>result</c>.</summary>
    OpenAI,

    /// <summary>One image and a prompt, answered by a description.</summary>
    ImageToText,
}
