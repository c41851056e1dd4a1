using System.Text;
using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>What passes is JSON within the limits for the parser too, and what does not pass is none.</summary>
public sealed class UntrustedJsonFuzzTests
{
    private static readonly string[] Words =
        ["[", "]", "{", "}", "\"a\":", "\"\\ud83d\\ude00\"", "é😀", "\ud800", "\udc00", "1", "-0", "1e5", "true", "null", ",", ":", "\"", "\\", " ", "//", "\u0000"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_the_text_the_parser_agrees(int seed)
    {
        Random random = new(seed);
        int passed = 0;
        for (int round = 0; round < 20_000; round++)
        {
            StringBuilder text = new(Value(random, random.Next(6)));
            for (int change = random.Next(3); change > 0; change--)
            {
                int at = random.Next(text.Length + 1);
                if (random.Next(2) == 0)
                {
                    text.Insert(at, Words[random.Next(Words.Length)]);
                }
                else if (at < text.Length)
                {
                    text.Remove(at, 1);
                }
            }

            string whole = text.ToString();
            int most = random.Next(1, 60);
            int deep = random.Next(1, 6);
            bool passes = UntrustedJson.Check(whole, most, deep, out long bytes, out JsonValueKind kind) == JsonFault.None;

            passes.Should().Be(Reads(whole, deep, out JsonValueKind read) && Encoding.UTF8.GetByteCount(whole) <= most, whole);
            bytes.Should().Be(Encoding.UTF8.GetByteCount(whole));
            if (passes)
            {
                passed++;
                (kind is JsonValueKind.True or JsonValueKind.False ? read : kind).Should().Be(read);
                UntrustedJson.Parse(whole).GetRawText().Should().NotBeNull();
            }
        }

        passed.Should().BeGreaterThan(1_000, "a fuzz that lets nothing through shows nothing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1_001)]
    public void Depth_is_counted_to_the_level(int depth)
    {
        string text = new string('[', depth) + new string(']', depth);

        UntrustedJson.Check(text, int.MaxValue, depth, out _, out _).Should().Be(JsonFault.None);
        UntrustedJson.Check($"[{text}]", int.MaxValue, depth, out _, out _).Should().Be(JsonFault.TooDeep);
        UntrustedJson.Check(text, (2 * depth) - 1, depth, out _, out _).Should().Be(JsonFault.TooLong);
    }

    private static bool Reads(string text, int deep, out JsonValueKind kind)
    {
        kind = JsonValueKind.Undefined;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = deep });
            kind = document.RootElement.ValueKind;
            return true;
        }
        // The second: half a character.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static string Value(Random random, int depth) => random.Next(depth == 0 ? 5 : 7) switch
    {
        0 => $"{random.Next(-100, 100)}",
        1 => "\"é\"",
        2 => "true",
        3 => "null",
        4 => "\"a\\nb\"",
        5 => $"[{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1)))}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(index => $"\"{index}\":{Value(random, depth - 1)}"))}}}",
    };
}
