using System.Text;
using Router.Tokens;

namespace Router.Tests.Tokens;

public sealed class TokenHeuristicTests
{
    /// <summary>Texts, the exact count of their tokens by o200k_base (gpt-tokenizer 4.0.0), and the estimate.</summary>
    public static TheoryData<string, int, int> Corpora => new()
    {
        { "base64", 1089, 1028 },
        { "chinese", 239, 251 },
        { "csharp", 302, 344 },
        { "csv", 959, 962 },
        { "french", 198, 208 },
        { "german", 252, 234 },
        { "hex", 738, 764 },
        { "japanese", 198, 197 },
        { "json-compact", 672, 747 },
        { "json-pretty", 1064, 1093 },
        { "logs", 1651, 1708 },
        { "markdown", 245, 252 },
        { "prose", 258, 267 },
        { "python", 292, 331 },
        { "russian", 193, 205 },
        { "urls", 445, 476 },
        { "uuids", 742, 764 },
    };

    [Theory]
    [MemberData(nameof(Corpora))]
    public void The_estimate_lies_within_fifteen_percent_of_the_exact_count_and_rather_above(string corpus, int exact, int recorded)
    {
        long estimate = TokenHeuristic.Estimate(Read(corpus));
        ((estimate / (double)exact) - 1).Should().BeInRange(-0.08, 0.15);
        estimate.Should().Be(recorded, "whoever changes a cost sees what it does to every text");
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Text_and_its_bytes_come_to_the_same(string corpus, int exact, int recorded)
    {
        TokenHeuristic.Estimate(Encoding.UTF8.GetBytes(Read(corpus))).Should().Be(recorded).And.BeGreaterThan(exact / 2);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" ", 1)]
    [InlineData("\n", 1)]
    [InlineData("the cat", 2)]
    [InlineData("hello world", 3)]
    [InlineData("123456789", 3)]
    [InlineData("1234", 2)]
    [InlineData("a 1", 3)]
    public void Small_texts_count_as_they_are_split(string text, int expected) => TokenHeuristic.Estimate(text).Should().Be(expected);

    [Fact]
    public void No_text_is_of_no_tokens_and_none_of_more_than_a_few_a_character()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            char[] text = new char[random.Next(1, 40)];
            for (int at = 0; at < text.Length; at++)
            {
                text[at] = (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(0x80));
            }

            TokenHeuristic.Estimate(text.AsSpan()).Should().BeInRange(1, (3 * text.Length) + 1, new string(text));
        }
    }

    [Fact]
    public void A_long_text_is_read_once()
    {
        // A second look at what was read makes this quadratic: hours in place of milliseconds.
        TokenHeuristic.Estimate(new string('x', 1_000_000)).Should().BePositive();
        TokenHeuristic.Estimate(new string('1', 1_000_000)).Should().Be(333_334);
        TokenHeuristic.Estimate(string.Concat(Enumerable.Repeat("aB", 500_000))).Should().BePositive();
        TokenHeuristic.Estimate(string.Concat(Enumerable.Repeat("--+", 300_000))).Should().BePositive();
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        string text = Read("logs");
        TokenHeuristic.Estimate(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TokenHeuristic.Estimate(text);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static string Read(string corpus)
    {
        using Stream stream = typeof(TokenHeuristicTests).Assembly.GetManifestResourceStream(corpus)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
