using System.Text;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.TestKit;

namespace Router.Tests.Configuration;

public sealed class FuzzTests
{
    private const string Planted = "sk-planted-0123456789abcdefghijklmnop";
    private const string Hidden = "hidden-in-the-environment-42";

    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e999", "-1", "\"x\"", "{}", "[]", "\\ud800", "${env:", "${file:/}", "}",
        "\"targets\"", "\"provider\"", "\"type\":", "\"budgets\": [", "\"limits\": {", "\"canary\"", "1e-999", "NaN", "//", "/*", "\0", "\u00FF", "\"00:00:00\"", "99999999999999999999",
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    public void A_mutated_file_is_a_configuration_or_a_configuration_error_and_never_shows_a_secret(int seed, bool full)
    {
        Random random = new(seed);
        byte[] original = full ? Full() : Original();
        int refused = 0;
        for (int round = 0; round < 700; round++)
        {
            byte[] mutated = original;
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                mutated = Mutate(mutated, random);
            }

            refused += Try(mutated) ? 0 : 1;
        }

        refused.Should().BeInRange(100, 699);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused_with_a_line_inside_it()
    {
        byte[] original = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Original()).TrimEnd());
        int lines = original.Count(value => value == (byte)'\n') + 1;
        for (int length = 0; length < original.Length; length++)
        {
            IReadOnlyList<ConfigurationError> errors = Given.Errors(() => Load(original[..length]));
            errors.Should().OnlyContain(error => error.Line >= 1 && error.Line <= lines && error.Column >= 1);
        }
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Given.JsonErrors(string.Concat(Enumerable.Repeat("{\"a\":", 5000))).Should().ContainSingle()
            .Which.Message.Should().StartWith("this is not JSON: The maximum configured depth");
    }

    private static byte[] Original() => Encoding.UTF8.GetBytes(File.ReadAllText(Given.RepositoryFile())
        .Replace("${env:OPENAI_API_KEY}", Planted, StringComparison.Ordinal));

    // Every property there is, with secrets in the store's settings.
    private static byte[] Full() => Encoding.UTF8.GetBytes(FullExample.Json
        .Replace("Password=${env:KEY}", $"Password={Planted};Key=${{env:CLOUDFLARE_API_TOKEN}}", StringComparison.Ordinal));

    private static bool Try(byte[] file)
    {
        try
        {
            RouterConfigSnapshot snapshot = Load(file);
            string.Join('\n', snapshot.Warnings).Should().NotContain(Planted).And.NotContain(Hidden);
            return true;
        }
        catch (RouterConfigurationException exception)
        {
            exception.Errors.Should().NotBeEmpty();
            exception.ToString().Should().NotContain(Planted).And.NotContain(Hidden);
            return false;
        }
    }

    private static RouterConfigSnapshot Load(byte[] file)
    {
        FakeEnvironment machine = Given.Environment();
        machine.Variables["CLOUDFLARE_API_TOKEN"] = Hidden;
        machine.Write(Given.FileName, file);
        using FileConfigSource source = new(Given.FileName, new ManualTimeProvider(), null, machine);
        return source.Load(Given.Context);
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        int at = random.Next(file.Length);
        int length = Math.Min(file.Length - at, random.Next(1, 40));
        byte[] word = Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
        return random.Next(6) switch
        {
            0 => [.. file[..at], .. file[(at + length)..]],
            1 => [.. file[..at], .. word, .. file[at..]],
            2 => [.. file[..at], .. word, .. file[Math.Min(file.Length, at + word.Length)..]],
            3 => [.. file[..at], (byte)random.Next(256), .. file[(at + 1)..]],
            4 => [.. file[..at], .. file[at..(at + length)], .. file[at..]],
            _ => Shuffled(file, at, length, random.Next(file.Length)),
        };
    }

    // Moves a piece elsewhere: so values come to stand in other properties.
    private static byte[] Shuffled(byte[] file, int at, int length, int to)
    {
        byte[] piece = file[at..(at + length)];
        return [.. file[..to], .. piece, .. file[to..]];
    }
}
