using System.Text;

namespace Router.Tokenizers;

/// <summary>
/// Counts, encodes and decodes text in <c>o200k_base</c>, the encoding of OpenAI's models since GPT-4o. Exact: the ids are those of the npm
/// package <c>gpt-tokenizer</c>. The names of special tokens (<c>&lt;|endoftext|&gt;</c>) are text like any other.
/// </summary>
/// <remarks>
/// Immutable and thread-safe; instances are free, as all share one vocabulary, which is read at the first use (about 5 MB). The time is
/// n·log n at worst, whatever the text. A surrogate without its other half counts as U+FFFD. Whitespace is JavaScript's, as in that package,
/// which takes U+FEFF for whitespace and U+0085 for none.
/// </remarks>
public sealed class O200kTokenizer
{
    /// <summary>The number of ids: 0 to 199,997.</summary>
    public int VocabularySize => Vocabulary.O200k.Count;

    /// <summary>Counts the tokens of a text.</summary>
    public int Count(ReadOnlySpan<char> text)
    {
        using BytePairEncoder encoder = new(Vocabulary.O200k, ids: null);
        return Run(text, encoder);
    }

    /// <summary>Encodes a text.</summary>
    public int[] Encode(ReadOnlySpan<char> text)
    {
        List<int> ids = new((text.Length / 4) + 1);
        using BytePairEncoder encoder = new(Vocabulary.O200k, ids);
        Run(text, encoder);
        return [.. ids];
    }

    /// <summary>Decodes ids. Bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or not below <see cref="VocabularySize"/>; special tokens are among these.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        Vocabulary vocabulary = Vocabulary.O200k;
        int length = 0;
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)vocabulary.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"{id} is no token of o200k_base; those are 0 to {vocabulary.Count - 1}.");
            }

            length = checked(length + vocabulary.BytesOf(id).Length);
        }

        byte[] bytes = new byte[length];
        int written = 0;
        foreach (int id in ids)
        {
            ReadOnlySpan<byte> token = vocabulary.BytesOf(id);
            token.CopyTo(bytes.AsSpan(written));
            written += token.Length;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static int Run(ReadOnlySpan<char> text, BytePairEncoder encoder)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            int length = PieceScanner.NextPiece(text);
            count += encoder.Encode(text[..length]);
            text = text[length..];
        }

        return count;
    }
}
