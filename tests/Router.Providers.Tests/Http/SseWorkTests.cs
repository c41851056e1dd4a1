using System.Text;
using Router.Providers.Http;

namespace Router.Providers.Tests.Http;

/// <summary>A stream cannot make its reader work more than its length is worth.</summary>
public sealed class SseWorkTests
{
    [Theory]
    [InlineData("data: [\n", "data: 1,\n")]
    [InlineData("data: [\n", "data:\n")]
    [InlineData("data: [1,x\n", "data: {}\n")]
    [InlineData("data: \"\n", "data: a\n")]
    public async Task A_document_of_many_lines_is_read_once(string first, string line)
    {
        // Reading it anew for each line takes minutes at this length; reading it once, a part of a second.
        string stream = first + string.Concat(Enumerable.Repeat(line, 200_000)) + "\n" + "data: {}\n\n";
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        Task<int> reading = Task.Run(async () =>
        {
            using SseReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(stream)), SseOptions.Json);
            int events = 0;
            while (await reader.ReadAsync(limit.Token))
            {
                limit.Token.ThrowIfCancellationRequested();
                events++;
            }

            return events;
        });

        (await reading.WaitAsync(limit.Token)).Should().Be(2);
    }

    [Theory]
    [InlineData("data: {\"a\":\ndata: 1}\ndata: {\"b\":2}\n", 2)]
    [InlineData("data: {\ndata:\ndata: }\ndata: {}\ndata: [\ndata: ]\n", 3)]
    [InlineData("data: {}x\ndata: {}\n\n", 1)]
    [InlineData("data: {} {}\ndata: {}\n\ndata: {}\ndata: {}\n", 3)]
    [InlineData("data: [\"a\ndata: b\"]\ndata: {}\n\n", 1)]
    public async Task Documents_over_several_lines_end_where_they_end(string stream, int expected)
    {
        using SseReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(stream)), SseOptions.Json);
        int events = 0;
        while (await reader.ReadAsync(default))
        {
            events++;
        }

        events.Should().Be(expected);
    }
}
