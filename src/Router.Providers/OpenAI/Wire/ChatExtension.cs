using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>What a server sends and takes beyond OpenAI's form. Thread-safe, without state.</summary>
internal abstract class ChatExtension
{
    /// <summary>Completes a request, its headers above all. Default: nothing.</summary>
    internal virtual void Prepare(HttpRequestMessage request, ChatOptions? options)
    {
    }

    /// <summary>Takes from an answer's headers what its body may not say. Default: nothing.</summary>
    internal virtual void Begin(ChatAnswer answer, ProviderResponse response)
    {
    }

    /// <summary>
    /// Reads a member of an answer, before OpenAI's own members are tried. The reader stands at the member's name; true leaves it at
    /// the end of the value, false where it stood.
    /// </summary>
    internal abstract bool TryRead(ref Utf8JsonReader reader, ChatAnswer answer, ChatAnswerReader answers);

    /// <summary>Completes an answer once a document is read, whose members can stand in any order. Default: nothing.</summary>
    internal virtual void End(ChatAnswer answer)
    {
    }
}
