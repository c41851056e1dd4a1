using System.Text;
using Router.Pinning;

namespace Router.Tests.Pinning;

public sealed class PinLockFuzzTests
{
    private static readonly string[] Words =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "0", "-1", "1e999", "true", "\\ud800", "\\u0000", "\"pins\"", "\"lockVersion\"", "\"kind\": \"schema\",",
        "//", "/* */", "\"version\": \"\"", "\uFEFF", "9999-99-99", "sha256:", "\n", "\"provider\": null,",
    ];

    [Fact]
    public void A_lock_cut_at_any_byte_is_refused_with_a_line_inside_it()
    {
        byte[] original = Encoding.UTF8.GetBytes(PinLocks.Text.TrimEnd());
        int lines = original.Count(value => value == (byte)'\n') + 1;
        for (int length = 0; length < original.Length; length++)
        {
            Action parse = () => PinLockFile.Parse(original.AsMemory(0, length), "f");

            parse.Should().Throw<PinLockException>().Which.Line.Should().BeInRange(1, lines);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mutated_lock_is_a_lock_or_a_lock_error_and_a_lock_is_what_it_says(int seed)
    {
        Random random = new(seed);
        byte[] original = Encoding.UTF8.GetBytes(PinLocks.Text);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] mutated = original;
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                mutated = Mutate(mutated, random);
            }

            try
            {
                PinLock pins = PinLockFile.Parse(mutated);
                PinLockFile.Parse(PinLockFile.Format(pins)).Entries.Should().Equal(pins.Entries);
            }
            catch (PinLockException exception)
            {
                exception.Message.Should().NotBeEmpty();
                refused++;
            }
        }

        refused.Should().BeInRange(500, 1999);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Action parse = () => PinLockFile.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"pins\":[", 5000))));

        parse.Should().Throw<PinLockException>();
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        int at = random.Next(file.Length);
        int length = Math.Min(file.Length - at, random.Next(1, 40));
        byte[] word = Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
        int to = random.Next(file.Length);
        return random.Next(6) switch
        {
            0 => [.. file[..at], .. file[(at + length)..]],
            1 => [.. file[..at], .. word, .. file[at..]],
            2 => [.. file[..at], .. word, .. file[Math.Min(file.Length, at + word.Length)..]],
            3 => [.. file[..at], (byte)random.Next(256), .. file[(at + 1)..]],
            4 => [.. file[..at], .. file[at..(at + length)], .. file[at..]],
            _ => [.. file[..to], .. file[at..(at + length)], .. file[to..]],
        };
    }
}
