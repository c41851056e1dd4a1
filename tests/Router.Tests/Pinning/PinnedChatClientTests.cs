using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Pinning;
using Router.Resilience;
using Router.Telemetry;
using Router.TestKit;
using Router.Tests.Routing;
using Router.Tests.Telemetry;

namespace Router.Tests.Pinning;

[Collection(ListenersAlone.Name)]
public sealed class PinnedChatClientTests
{
    private const string Pinned = "gpt-4o-mini-2024-07-18";
    private const string Secret = "tell me the secret";

    private static readonly ModelReference Model = new("gpt-4o-mini", Pinned);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_pinned_version_passes_and_is_noted(bool streaming)
    {
        ChatResponse response = await AskAsync(Client(PinningMode.Strict, out _, Turn(Pinned, Pinned)), streaming);

        response.Text.Should().Be("onetwo");
        response.GetServedVersion().Should().Be(Pinned);
    }

    [Fact]
    public async Task Two_versions_that_take_turns_have_one_log_line_each()
    {
        using ListLoggerFactory logs = new();
        ScriptedTurn[] turns = [.. Enumerable.Range(0, 6).Select(turn => Turn($"gpt-4o-mini-{turn % 2}", $"gpt-4o-mini-{turn % 2}"))];
        using PinnedChatClient client = new(new ScriptedChatClient(turns), new VersionPin(Model, PinRules.Snapshot) { Mode = PinningMode.Warn }, logs);

        foreach (ScriptedTurn _ in turns)
        {
            await AskAsync(client, streaming: false);
        }

        logs.Entries.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Strict_refuses_another_version_and_says_what_was_asked_pinned_and_served(bool streaming)
    {
        Func<Task> ask = () => AskAsync(Client(PinningMode.Strict, out ListLoggerFactory logs, Turn("gpt-4o-mini-2025-01-01", "gpt-4o-mini-2025-01-01")), streaming);

        VersionMismatchException mismatch = (await ask.Should().ThrowAsync<VersionMismatchException>()).Which;

        mismatch.Requested.Should().Be("gpt-4o-mini");
        mismatch.Pinned.Should().Be(Pinned);
        mismatch.Served.Should().Be("gpt-4o-mini-2025-01-01");
        mismatch.Message.Should().Contain("gpt-4o-mini").And.Contain(Pinned).And.Contain("gpt-4o-mini-2025-01-01").And.Contain("router pin")
            .And.NotContain(Secret).And.NotContain("one");
        FailureClassifier.Default.Classify(mismatch).Class.Should().Be(FailureClass.ModelGone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Strict_refuses_an_answer_that_names_no_version(bool streaming)
    {
        Func<Task> ask = () => AskAsync(Client(PinningMode.Strict, out _, Turn(null, null)), streaming);

        (await ask.Should().ThrowAsync<VersionMismatchException>()).Which.Served.Should().BeNull();
    }

    [Fact]
    public async Task Strict_hands_on_no_output_before_the_pinned_version_is_named()
    {
        List<string> seen = [];
        PinnedChatClient client = Client(PinningMode.Strict, out _, Turn(null, "gpt-4o-2024-08-06"));

        Func<Task> read = async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Secret))
            {
                seen.Add(update.Text);
            }
        };

        await read.Should().ThrowAsync<VersionMismatchException>();
        seen.Should().BeEmpty();
    }

    [Fact]
    public async Task What_strict_held_back_comes_in_order_once_the_version_is_named()
    {
        List<string> seen = [];
        await foreach (ChatResponseUpdate update in Client(PinningMode.Strict, out _, Turn(null, Pinned)).GetStreamingResponseAsync(Secret))
        {
            seen.Add(update.Text);
        }

        seen.Should().Equal("one", "two", "");
    }

    [Fact]
    public async Task A_version_that_changes_within_a_stream_is_refused_too()
    {
        List<string> seen = [];
        PinnedChatClient client = Client(PinningMode.Strict, out _, Turn(Pinned, "gpt-4o-mini-2025-01-01"));

        Func<Task> read = async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Secret))
            {
                seen.Add(update.Text);
            }
        };

        await read.Should().ThrowAsync<VersionMismatchException>();
        seen.Should().Equal("one");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Warn_hands_the_answer_on_and_tells_by_event_metric_and_one_log_line_per_version(bool streaming)
    {
        PinnedChatClient client = Client(PinningMode.Warn, out ListLoggerFactory logs, Turn("gpt-4o-mini-2025-01-01", "gpt-4o-mini-2025-01-01"));
        long counted = 0;
        using MeterListener meter = new();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "router.version_mismatch.count")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        meter.Start();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == RouterDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        Activity span = RouterDiagnostics.Source.StartActivity("attempt")!;

        for (int call = 0; call < 3; call++)
        {
            (await AskAsync(client, streaming)).Text.Should().Be("onetwo");
        }

        span.Dispose();
        counted.Should().Be(3);
        span.Events.Should().HaveCount(3).And.OnlyContain(e => e.Name == "router.version_mismatch");
        span.Events.First().Tags.Should().Contain(new KeyValuePair<string, object?>("router.version.pinned", Pinned))
            .And.Contain(new KeyValuePair<string, object?>("router.version.served", "gpt-4o-mini-2025-01-01"));
        logs.Entries.Should().ContainSingle().Which.Should().Match<LogEntry>(entry => entry.Id == 1301
            && entry.Message == $"openai: gpt-4o-mini pinned to {Pinned} was answered by gpt-4o-mini-2025-01-01.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Warn_tells_of_an_answer_that_names_no_version(bool streaming)
    {
        (await AskAsync(Client(PinningMode.Warn, out ListLoggerFactory logs, Turn(null, null)), streaming)).Text.Should().Be("onetwo");

        logs.Entries.Should().ContainSingle().Which.Id.Should().Be(1302);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Off_looks_at_nothing(bool streaming)
    {
        ChatResponse response = await AskAsync(Client(PinningMode.Off, out ListLoggerFactory logs, Turn("other", "other")), streaming);

        response.Text.Should().Be("onetwo");
        response.GetServedVersion().Should().BeNull();
        logs.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_proven_passes_in_strict(bool streaming)
    {
        VersionPin pin = new(new ModelReference("@cf/meta/llama"), PinRules.Echo);
        PinnedChatClient client = new(new ScriptedChatClient(Turn(null, "@cf/meta/llama")), pin);

        (await AskAsync(client, streaming)).Text.Should().Be("onetwo");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_answer_is_left_to_whoever_judges_answers(bool streaming)
    {
        ScriptedTurn nothing = new() { Updates = [new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Role = ChatRole.Assistant }] };

        Func<Task> ask = () => AskAsync(Client(PinningMode.Strict, out _, nothing), streaming);

        await ask.Should().NotThrowAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_of_the_client_comes_through_as_it_is(bool streaming)
    {
        InvalidOperationException failure = new("broken");
        Func<Task> ask = () => AskAsync(Client(PinningMode.Strict, out _, ScriptedTurn.Fail(failure)), streaming);

        (await ask.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
    }

    [Fact]
    public async Task A_name_that_is_no_name_reaches_neither_log_nor_message()
    {
        string hostile = $"{Secret}\n\u001b[31m" + new string('x', 5000);
        Func<Task> ask = () => AskAsync(Client(PinningMode.Strict, out _, Turn(hostile, hostile)), streaming: false);

        VersionMismatchException mismatch = (await ask.Should().ThrowAsync<VersionMismatchException>()).Which;

        mismatch.Message.Should().NotContain(Secret).And.NotContain("\n").And.NotContain("\u001b");
        mismatch.Served!.Length.Should().Be(128);
    }

    [Fact]
    public async Task A_refused_stream_is_closed()
    {
        ScriptedChatClient inner = new(Turn("other", "other"));
        Func<Task> ask = () => AskAsync(new PinnedChatClient(inner, new VersionPin(Model, PinRules.Snapshot)), streaming: true);

        await ask.Should().ThrowAsync<VersionMismatchException>();

        inner.Calls.Single().Ended.Should().BeTrue();
    }

    [Fact]
    public async Task A_response_that_a_client_hands_out_twice_keeps_its_own_properties()
    {
        ChatResponse shared = new(new ChatMessage(ChatRole.Assistant, "x")) { ModelId = Pinned, AdditionalProperties = new() { ["a"] = 1 } };
        AdditionalPropertiesDictionary before = shared.AdditionalProperties;

        await new PinnedChatClient(new LambdaChatClient { Respond = (_, _, _) => Task.FromResult(shared) }, new VersionPin(Model, PinRules.Snapshot)).GetResponseAsync("q");

        before.Should().HaveCount(1);
        shared.AdditionalProperties.Should().Contain("a", 1).And.Contain(ServedVersion.PropertyName, Pinned);
    }

    private static PinnedChatClient Client(PinningMode mode, out ListLoggerFactory logs, ScriptedTurn turn)
    {
        logs = new ListLoggerFactory();
        return new PinnedChatClient(
            new ScriptedChatClient(turn), new VersionPin(Model, PinRules.Snapshot) { Mode = mode, Provider = "openai" }, logs);
    }

    private static ScriptedTurn Turn(string? first, string? second)
    {
        ChatResponseUpdate one = ScriptedTurn.Update(new TextContent("one"));
        one.ModelId = first;
        ChatResponseUpdate two = ScriptedTurn.Update(new TextContent("two"));
        two.ModelId = second;
        ChatResponseUpdate end = new() { FinishReason = ChatFinishReason.Stop, MessageId = "m", ResponseId = "r", Role = ChatRole.Assistant };
        return new ScriptedTurn { Updates = [one, two, end] };
    }

    private static async Task<ChatResponse> AskAsync(PinnedChatClient client, bool streaming) => streaming
        ? await client.GetStreamingResponseAsync(Secret).ToChatResponseAsync()
        : await client.GetResponseAsync(Secret);
}
