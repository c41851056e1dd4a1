using Router.CodeMode.Loop;
using Router.Tokenizers;

namespace Router.CodeMode.Sdk;

/// <summary>Counts exactly, in o200k_base: the vocabulary of OpenAI's models since GPT-4o. Thread-safe.</summary>
public sealed class O200kTokenCounter : ITokenCounter
{
    private readonly O200kTokenizer _tokenizer = new();

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<char> text) => _tokenizer.Count(text);
}
