using System.Text;
using Microsoft.Extensions.AI;
using Router.Recording;
using Router.TestKit;

namespace Router.Tests.Recording;

public sealed class RecordingReaderTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _file = "";
    private byte[] _good = [];

    public async Task InitializeAsync()
    {
        ScriptedTurn turn = new()
        {
            Updates =
            [
                ScriptedTurn.Update(new TextContent("héllo"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")),
                new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, AdditionalProperties = new() { ["n"] = 1 } },
            ],
        };
        using RecordingChatClient recording = new(new ScriptedChatClient(turn), _folder.Path);
        await recording.GetStreamingResponseAsync("q", new ChatOptions { Temperature = 0.5f }).ToChatResponseAsync();
        _file = _folder.Recordings().Single();
        _good = await File.ReadAllBytesAsync(_file);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused_by_its_name()
    {
        // The last byte is a line's end, which says nothing.
        for (int length = 0; length < _good.Length - 1; length++)
        {
            byte[] cut = _good[..length];
            Reading(cut).Should().Throw<InvalidDataException>("{0} bytes are no recording", length)
                .Where(error => error.Message.Contains(_file) && !error.Message.Contains("llo"));
        }

        Reading(_good[..^1]).Should().NotThrow();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_file_that_was_changed_is_refused_or_read_and_nothing_else(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 1500; round++)
        {
            byte[] bad = [.. _good];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bad[random.Next(bad.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[],:\"0n$"u8[random.Next(10)]);
            }

            try
            {
                Recorded recorded = RecordingReader.Read(_file, bad, new RecordingFolder(_folder.Path));
                recorded.Updates().Should().NotBeNull();
            }
            catch (InvalidDataException error)
            {
                error.Message.Should().Contain(_file);
            }
        }
    }

    [Theory]
    [InlineData("router-recording/1", "router-recording/2", "*router-recording/1*only one*")]
    [InlineData("\"kind\": \"stream\"", "\"kind\": \"chat\"", "*either a 'response'*")]
    [InlineData("\"kind\": \"stream\"", "\"kind\": \"speech\"", "*'kind' is none*")]
    [InlineData("\"temperature\": 0.5", "\"temperature\": 0.6", "*'digest' is not that of 'request'*")]
    [InlineData("\"updates\":", "\"update\":", "*none of: format*")]
    [InlineData("\"kinds\": \"i\"", "\"kinds\": \"\"", "*not one that was recorded*")]
    [InlineData("\"kinds\": \"i\"", "\"kinds\": \"is\"", "*not one that was recorded*")]
    [InlineData("\"blobs/", "\"../blobs/", "*no name of binary data*")]
    [InlineData(".png\"", ".gif\"", "*is missing*")]
    [InlineData("\"$type\": \"data\"", "\"$type\": \"datum\"", "*not one that was recorded*")]
    [InlineData("\"format\"", "\"kind\": 1,\n  \"format\"", "*cannot be read*")]
    public void What_was_changed_is_said(string old, string changed, string message)
    {
        string text = Encoding.UTF8.GetString(_good);
        text.Should().Contain(old);

        Reading(Encoding.UTF8.GetBytes(text.Replace(old, changed, StringComparison.Ordinal)))
            .Should().Throw<InvalidDataException>().WithMessage(message).Where(error => error.Message.Contains(_file));
    }

    [Fact]
    public async Task Binary_data_that_was_changed_is_refused()
    {
        string blob = Directory.EnumerateFiles(Path.Combine(_folder.Path, "blobs")).Single();
        await File.WriteAllBytesAsync(blob, [1, 2]);

        FluentActions.Invoking(() => new ReplayingChatClient(_folder.Path))
            .Should().Throw<InvalidDataException>().Where(error => error.Message.Contains(_file) && error.Message.Contains(blob));
    }

    private Action Reading(byte[] text) => () => RecordingReader.Read(_file, text, new RecordingFolder(_folder.Path));
}
