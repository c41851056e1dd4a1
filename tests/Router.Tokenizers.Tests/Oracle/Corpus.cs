using System.Globalization;
using System.Text;

namespace Router.Tokenizers.Tests.Oracle;

/// <summary>Texts of every kind that the splitting pattern tells apart; the random ones are seeded.</summary>
internal static class Corpus
{
    private static readonly string[] Parts =
    [
        "hello", "World", "HTTPServer", "don't", "I'LL", "we'Ve", "it'S", "'re", "o'clock", "'", "''s", "ÉCOLE", "straße", "ǅ", "ʰ", "中文", "日本語", "한국어",
        "ไทย", "a\u0301", "\u0301", "\u0903x", "1", "12", "123", "1234567", "٣", "Ⅷ", "½", " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", " \n ", "\u00A0", "\u2003",
        "\u3000", "\u0085", "/", "//", "...", "!=", "{\"a\":", "}", "()", "_", "-", "--", "😀", "👩‍👩‍👧", "🇩🇪", "\uD83D", "\uDE00", "€", "©", "=>", "$x", "#", "@",
        "<|endoftext|>", "\0", "\u200B", "ſ", "'ſ", "İ", "ß", "ﬁ", "Ａ", "ａ", "１",
    ];

    /// <summary>Written by hand; recorded in <c>Recorded.json</c> too.</summary>
    internal static IReadOnlyList<string> Fixed { get; } =
    [
        "", "a", " ", "Hello, world!", "hello world", " hello  world ", "The quick brown fox jumps over the lazy dog.",
        "public sealed class O200kTokenizer { public int Count(ReadOnlySpan<char> text) => 42; }", "    if (x != null)\n    {\n        return;\n    }\n",
        "{\"name\":\"list_issues\",\"parameters\":{\"type\":\"object\",\"properties\":{\"owner\":{\"type\":\"string\"}}}}",
        "I don't think they'll say we've done it; I'm sure he'd agree it's John's.", "DON'T SHOUT, THEY'LL HEAR. WE'VE HEARD.", "我们今天去北京。天气很好！",
        "こんにちは世界。カタカナとひらがな。", "안녕하세요 세계", "สวัสดีชาวโลก", "مرحبا بالعالم", "Привет, мир! Как дела?", "Größenänderung der Straßenbahn", "😀😃😄 👩‍👩‍👧‍👦 🇩🇪🇫🇷 👍🏽",
        "1 12 123 1234 12345 1234567890 3.14159 1,000,000", "2026-11-28T14:29:13.123Z", "d41d8cd98f00b204e9800998ecf8427e", "SGVsbG8sIHdvcmxkIQ==", "a\tb\t\tc", "a\n\n\nb", "a \n \n b", "   a", "a   ",
        "\r\n\r\n", "  \r\n  x", "http://example.com/a/b?c=d&e=f#g", "path/to/file.txt", "//\n/// comment\n", "!!!///\n\n/x", "camelCaseIdentifier snake_case_identifier kebab-case-identifier SCREAMING_CASE",
        "getHTTPStatusCode XMLHttpRequest iOS macOS", "中A中a", "中AAA", "a\u0301e\u0301", "\u0301abc", "\u0301ABC", "ǅungla", "x\u00A0y\u2003z\u3000w", "<|endoftext|>", "\uD83D alone \uDE00", "E=mc² ½ Ⅷ ٣٤٥",
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "\u200B\u200D\uFFFD", "const r = await github.issues.list({ owner: \"a\", repo: \"b\" }); return r.map(i => i.title);",
    ];

    internal static IReadOnlyList<string> Random(int seed, int count)
    {
        Random random = new(seed);
        List<string> texts = [];
        for (int i = 0; i < count; i++)
        {
            StringBuilder text = new();
            int parts = random.Next(1, 30);
            for (int part = 0; part < parts; part++)
            {
                if (i % 2 == 0 || random.Next(4) > 0)
                {
                    text.Append(Parts[random.Next(Parts.Length)]);
                }
                else
                {
                    AppendAny(text, random);
                }
            }

            texts.Add(text.ToString());
        }

        return texts;
    }

    /// <summary>Long pieces: they go through the heap.</summary>
    internal static IReadOnlyList<string> Long(int seed)
    {
        Random random = new(seed);
        string Letters(int length, string alphabet) => string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
        return
        [
            new string('a', 3000), new string(' ', 3000), new string('\n', 1000), new string('!', 3000), new string('中', 900), Letters(2000, "ab"), Letters(2000, "abcdefghijklmnopqrstuvwxyz"),
            Letters(2000, "!?-=_"), Letters(1500, "的一是在不了有和人这"), Letters(2000, "etaoin"), Letters(99, "abc"), Letters(97, "abc"), Letters(96, "abc"), Letters(95, "abc"),
        ];
    }

    private static void AppendAny(StringBuilder text, Random random)
    {
        // Not: unassigned ones, which the two runtimes may have assigned since, and U+FEFF, which gpt-tokenizer loses in merges.
        int codePoint;
        do
        {
            codePoint = random.Next(3) == 0 ? random.Next(0x10000, 0x20000) : random.Next(1, 0xD800);
        }
        while (CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.OtherNotAssigned || IsRecent(codePoint));
        text.Append(char.ConvertFromUtf32(codePoint));
    }

    /// <summary>Assigned by Unicode 15.1 or later, in the blocks that those versions touched.</summary>
    private static bool IsRecent(int codePoint) =>
        codePoint is (>= 0x1C80 and <= 0x1C8F) or (>= 0xA7C0 and <= 0xA7DF) or (>= 0x0890 and <= 0x08FF) or (>= 0x2FF0 and <= 0x2FFF) or (>= 0x31D0 and <= 0x31EF)
            or (>= 0x105C0 and <= 0x105FF) or (>= 0x10D40 and <= 0x10D8F) or (>= 0x10EC0 and <= 0x10EFF) or (>= 0x11380 and <= 0x113FF) or (>= 0x116D0 and <= 0x116FF)
            or (>= 0x11BC0 and <= 0x11BFF) or (>= 0x11F00 and <= 0x11F5F) or (>= 0x13430 and <= 0x143FF) or (>= 0x16100 and <= 0x1613F) or (>= 0x16D40 and <= 0x16D7F) or (>= 0x18CFF and <= 0x18D7F)
            or (>= 0x1C100 and <= 0x1CEFF) or (>= 0x1E5D0 and <= 0x1E5FF) or (>= 0x1F000 and <= 0x1FBFF);
}
