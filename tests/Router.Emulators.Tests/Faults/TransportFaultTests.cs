using System.Text;
using Router.Emulators.Faults;
using Router.Emulators.Requests;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Faults;

public sealed class TransportFaultTests : EmulatorTest
{
    private const string Path = "/chat/completions";
    private const string Unary = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";
    private const string Streamed = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    private readonly ManualClock _clock = new();

    protected override EmulatorOptions Options => new() { TimeProvider = _clock };

    [Fact]
    public async Task Reset_comes_before_any_byte()
    {
        Func<Task> call = () => PostAsync(Emulators.OpenAI, Path, Unary, "reset");

        await call.Should().ThrowAsync<HttpRequestException>();
        (await Emulators.OpenAI.Requests.WaitForEndAsync(cancellationToken: Guard)).ClientAborted.Should().BeFalse();
    }

    [Theory]
    [InlineData(Unary)]
    [InlineData(Streamed)]
    public async Task Cut_sends_exactly_so_many_bytes_and_loses_the_connection(string body)
    {
        for (int bytes = 0; bytes < 400; bytes += 37)
        {
            using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, body, $"cut={bytes}");
            (byte[] received, bool whole) = await DrainAsync(response);

            received.Should().HaveCount(bytes);
            whole.Should().BeFalse();
        }
    }

    [Fact]
    public async Task Cut_falls_on_every_byte_of_a_frame()
    {
        using HttpResponseMessage healthy = await PostAsync(Emulators.OpenAI, Path, Streamed, "pace=0s");
        string text = await healthy.Content.ReadAsStringAsync(Guard);
        int frame = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        for (int bytes = frame; bytes <= frame + 20; bytes++)
        {
            using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed, $"cut={bytes}");

            (await DrainAsync(response)).Received.Should().HaveCount(bytes);
        }
    }

    [Theory]
    [InlineData(Unary)]
    [InlineData(Streamed)]
    public async Task Clean_end_sends_so_many_bytes_and_looks_complete(string body)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, body, "end=100");
        (byte[] received, bool whole) = await DrainAsync(response);

        received.Should().HaveCount(100);
        whole.Should().BeTrue();
    }

    [Fact]
    public async Task Delay_holds_the_headers_until_the_clock_has_moved()
    {
        Task<HttpResponseMessage> pending = PostAsync(Emulators.OpenAI, Path, Unary, "delay=5s");
        await _clock.WaitForTimerAsync(Guard);
        bool early = pending.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(5));
        using HttpResponseMessage response = await pending;

        early.Should().BeFalse();
        response.IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Stall_sends_its_bytes_waits_for_the_clock_and_goes_on()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed, "stall=50; stall-for=10s");
        await using Stream body = await response.Content.ReadAsStreamAsync(Guard);
        byte[] first = new byte[50];
        await body.ReadExactlyAsync(first, Guard);
        await _clock.WaitForTimerAsync(Guard);
        Task<int> next = body.ReadAsync(new byte[1], Guard).AsTask();
        bool early = next.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(10));
        await next;
        using StreamReader rest = new(body);

        early.Should().BeFalse();
        (await rest.ReadToEndAsync(Guard)).Should().EndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Cancelled_call_is_seen_by_the_server_as_aborted()
    {
        Emulators.OpenAI.Faults.Next(Fault.StallAfter(20));
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed);
        await Emulators.OpenAI.Requests.WaitForArrivalAsync(cancellationToken: Guard);
        response.Dispose();

        RecordedRequest request = await Emulators.OpenAI.Requests.WaitForEndAsync(cancellationToken: Guard);
        request.ClientAborted.Should().BeTrue();
        request.BytesSent.Should().Be(20);
    }

    [Fact]
    public async Task Healthy_call_is_not_recorded_as_aborted()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed);
        (byte[] received, _) = await DrainAsync(response);

        RecordedRequest request = await Emulators.OpenAI.Requests.WaitForEndAsync(cancellationToken: Guard);
        request.ClientAborted.Should().BeFalse();
        request.BytesSent.Should().Be(received.Length);
        Encoding.UTF8.GetString(received).Should().EndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Disposing_the_host_releases_a_stalled_call()
    {
        EmulatorHost host = await EmulatorHost.StartAsync(cancellationToken: Guard);
        using HttpResponseMessage response = await PostAsync(host.OpenAI, Path, Streamed, "stall=5");
        await host.DisposeAsync();

        (await DrainAsync(response)).Whole.Should().BeFalse();
    }

    private async Task<(byte[] Received, bool Whole)> DrainAsync(HttpResponseMessage response)
    {
        using MemoryStream received = new();
        await using Stream body = await response.Content.ReadAsStreamAsync(Guard);
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, Guard)) > 0)
            {
                received.Write(buffer, 0, read);
            }

            return (received.ToArray(), true);
        }
        catch (IOException)
        {
            return (received.ToArray(), false);
        }
    }
}
