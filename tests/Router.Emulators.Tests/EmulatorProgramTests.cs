using System.Threading.Channels;

namespace Router.Emulators.Tests;

public sealed class EmulatorProgramTests
{
    [Fact]
    public async Task Program_prints_where_it_listens_and_ends_when_told_to()
    {
        using CancellationTokenSource stop = new();
        using ChannelWriterText output = new();
        Task<int> running = EmulatorProgram.RunAsync(["--port", "0"], output, TextWriter.Null, stop.Token);
        string greeting = await output.Written.Reader.ReadAsync();
        await stop.CancelAsync();

        (await running).Should().Be(0);
        greeting.Should().Contain("OPENAI_BASE_URL=http://127.0.0.1:")
            .And.Contain("CLOUDFLARE_ACCOUNT_ID=")
            .And.Contain("REPLICATE_API_TOKEN=");
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "many")]
    [InlineData("--port", "65534")]
    [InlineData("--host", "0.0.0.0")]
    public async Task Wrong_arguments_end_it_with_its_usage(params string[] arguments)
    {
        using StringWriter error = new();

        (await EmulatorProgram.RunAsync(arguments, TextWriter.Null, error)).Should().Be(2);
        error.ToString().Should().StartWith("usage:");
    }

    private sealed class ChannelWriterText : StringWriter
    {
        public Channel<string> Written { get; } = Channel.CreateUnbounded<string>();

        public override async Task WriteLineAsync(string? value) => await Written.Writer.WriteAsync(value ?? "");
    }
}
