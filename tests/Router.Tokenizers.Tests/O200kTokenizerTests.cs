using Router.Tokenizers.Tests.Oracle;

namespace Router.Tokenizers.Tests;

public class O200kTokenizerTests
{
    [Fact]
    public void What_was_encoded_is_decoded()
    {
        O200kTokenizer tokenizer = new();

        foreach (string text in Corpus.Random(seed: 99, count: 500).Where(text => !text.Any(char.IsSurrogate)))
        {
            tokenizer.Decode(tokenizer.Encode(text)).Should().Be(text);
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_counts_as_the_replacement_character()
    {
        O200kTokenizer tokenizer = new();

        tokenizer.Encode("x\uD83Dy").Should().Equal(tokenizer.Encode("x\uFFFDy"));
        tokenizer.Encode("\uDE00\uD83D").Should().Equal(tokenizer.Encode("\uFFFD\uFFFD"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(199_998)]
    [InlineData(199_999)]
    public void An_id_that_is_no_token_is_refused(int id) =>
        new O200kTokenizer().Invoking(tokenizer => tokenizer.Decode([id])).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{id} is no token*");

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("!")]
    [InlineData("\u0301")]
    [InlineData("中A")]
    [InlineData("ab")]
    [InlineData(" \n")]
    [InlineData("😀")]
    [InlineData("\uD83D")]
    public void A_megabyte_without_a_seam_is_counted_as_its_sixteenths_are(string unit)
    {
        O200kTokenizer tokenizer = new();
        string small = string.Concat(Enumerable.Repeat(unit, 65_536 / unit.Length));
        string large = string.Concat(Enumerable.Repeat(unit, 1_048_576 / unit.Length));
        int one = tokenizer.Count(small);

        // What takes time in proportion to its square would not end.
        tokenizer.Count(large).Should().BeInRange(16 * (one - 2), 16 * (one + 2));
    }

    [Fact]
    public async Task Many_threads_count_alike()
    {
        string[] texts = [.. Corpus.Random(seed: 3, count: 200), .. Corpus.Long(seed: 4)];
        O200kTokenizer tokenizer = new();
        int[] expected = [.. texts.Select(text => tokenizer.Count(text))];

        int[][] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => texts.Select(text => new O200kTokenizer().Count(text)).ToArray())));

        all.Should().AllSatisfy(counts => counts.Should().Equal(expected));
    }

    [Fact]
    public void A_long_piece_merges_like_short_ones()
    {
        // Both are the same algorithm: search from the start each time, and a heap.
        Random random = new(11);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(2, 90)).Select(_ => (byte)"abcde!".ElementAt(random.Next(6)))];
            string text = string.Concat(bytes.Select(value => (char)value));
            using LongPieceMerger merger = new(Vocabulary.O200k);
            List<int> heap = [];
            List<int> search = [];
            merger.Merge(bytes, heap);
            using (BytePairEncoder listed = new(Vocabulary.O200k, search))
            {
                listed.Encode(text);
            }

            heap.Should().Equal(search);
        }
    }
}
