using System.Text.Json;
using Router.Tokenizers.Tests.Oracle;

namespace Router.Tokenizers.Tests;

/// <summary>What gpt-tokenizer 4.0.0 answered, for machines without Node.js.</summary>
public class RecordedTests
{
    private static readonly int[][] Recorded = Read();

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, Corpus.Fixed.Count).Select(number => new object[] { number });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ids_are_the_recorded_ones(int number)
    {
        string text = Corpus.Fixed[number];
        O200kTokenizer tokenizer = new();

        tokenizer.Encode(text).Should().Equal(Recorded[number]);
        tokenizer.Count(text).Should().Be(Recorded[number].Length);
        tokenizer.Decode(Recorded[number]).Should().Be(text.Contains("alone", StringComparison.Ordinal) ? "\uFFFD alone \uFFFD" : text);
    }

    [Fact]
    public void Every_case_is_recorded() => Recorded.Should().HaveCount(Corpus.Fixed.Count);

    private static int[][] Read()
    {
        using JsonDocument document = JsonDocument.Parse(typeof(RecordedTests).Assembly.GetManifestResourceStream("Recorded.json")!);
        return [.. document.RootElement.EnumerateArray().Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
    }
}
