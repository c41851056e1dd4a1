using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Finds the failure inside an answer whose status said success.</summary>
internal static class AnswerCheck
{
    /// <summary>Throws where the answer holds an error, or ended in one.</summary>
    /// <exception cref="Router.Adapters.ProviderException">It does.</exception>
    internal static void ThrowIfFailed(ChatAnswer answer, ProviderResponse response)
    {
        if (answer.Error is { } fault)
        {
            throw response.Fail(fault);
        }

        if (answer.FinishReason == "error")
        {
            throw response.Malformed("ended its answer in an error");
        }
    }

    /// <summary>Throws where a document that is no answer is an error without the envelope: <c>{"object":"error","message":…}</c>.</summary>
    /// <exception cref="Router.Adapters.ProviderException">It is.</exception>
    internal static void ThrowIfBareError(ChatAnswer answer, ReadOnlySpan<byte> document, ProviderResponse response)
    {
        if (!answer.HasChoice && !answer.ChoiceBegun && answer.Usage is null && OpenAIErrorFormat.Parse(document) is { Detail: not null } fault)
        {
            throw response.Fail(fault);
        }
    }
}
