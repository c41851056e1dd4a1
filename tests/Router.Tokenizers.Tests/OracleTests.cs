using Router.Tokenizers.Tests.Oracle;

namespace Router.Tokenizers.Tests;

public class OracleTests
{
    [OracleFact]
    public async Task Ids_are_those_of_gpt_tokenizer_whatever_the_text()
    {
        string[] texts = [.. Corpus.Fixed, .. Corpus.Random(seed: 20260, count: 4000), .. Corpus.Long(seed: 7)];
        O200kTokenizer tokenizer = new();

        int[][] expected = await GptTokenizer.EncodeAsync(texts);

        for (int i = 0; i < texts.Length; i++)
        {
            tokenizer.Encode(texts[i]).Should().Equal(expected[i], "text {0} is {1}", i, string.Join(' ', texts[i].Take(200).Select(c => ((int)c).ToString("X4"))));
            tokenizer.Count(texts[i]).Should().Be(expected[i].Length);
        }
    }
}
