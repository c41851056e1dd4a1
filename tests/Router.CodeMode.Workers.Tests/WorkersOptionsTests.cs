namespace Router.CodeMode.Workers.Tests;

public sealed class WorkersOptionsTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("http://example.com/", Token, "*https*")]
    [InlineData("ftp://example.com/", Token, "*https*")]
    [InlineData("https://example.com/", null, "*Token*")]
    [InlineData("https://example.com/", "short", "*Token*")]
    [InlineData("https://example.com/", "0123456789abcdef\r\nX: y", "*Token*")]
    [InlineData(null, Token, "*Url*")]
    public void A_URL_and_a_token_that_do_not_fit_are_refused_without_saying_the_token(string? url, string? token, string words)
    {
        Action make = () => _ = new WorkersEngine(new WorkersOptions { Url = url is null ? null : new Uri(url), Token = token });
        make.Should().Throw<ArgumentException>().WithMessage(words).Which.Message.Should().NotContain("0123456789");
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1_001, 0, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(2, -1, 1)]
    [InlineData(2, 1, 0)]
    public void Numbers_out_of_their_range_are_refused(int most, int warm, int runs)
    {
        Action make = () => _ = new WorkersEngine(new WorkersOptions { MaxProcesses = most, WarmProcesses = warm, RunsPerProcess = runs });
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*WorkersOptions.*at least*");
    }

    [Theory]
    [InlineData("https://example.com/code")]
    [InlineData("http://127.0.0.1:8787/")]
    [InlineData("ws://localhost:8787/")]
    public async Task A_URL_with_TLS_or_on_this_machine_is_taken(string url)
    {
        await using WorkersEngine engine = new(new WorkersOptions { Url = new Uri(url), Token = Token });
        engine.Name.Should().Be("workers");
    }
}
