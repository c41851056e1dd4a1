using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Recording;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Recording;

/// <content>Exchanges that failed, broke off or were left.</content>
public sealed partial class RecordAndReplayTests
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Failures_are_replayed_as_what_they_were(bool stream)
    {
        Exception[] failures =
        [
            new ProviderException("main answered with an error (429)") { Class = FailureClass.RateLimited, StatusCode = 429, Code = "slow", InDoubt = true, Detail = "your prompt was: secret" },
            new RouteException("no target") { Class = FailureClass.Timeout, Route = "assistant", Committed = true },
            new InvalidOperationException("password=secret"),
        ];
        using (RecordingChatClient recording = new(new ScriptedChatClient(_clock, [.. failures.Select(ScriptedTurn.Fail)]), _folder.Path))
        {
            foreach (Exception failure in failures)
            {
                (await FluentActions.Awaiting(() => AskAsync(recording, stream)).Should().ThrowAsync<Exception>()).Which.Should().BeSameAs(failure);
            }
        }

        using ReplayingChatClient replaying = new(_folder.Path);
        List<Exception> replayed = [];
        foreach (Exception failure in failures)
        {
            replayed.Add((await FluentActions.Awaiting(() => AskAsync(replaying, stream)).Should().ThrowAsync<Exception>()).Which);
        }

        replayed[0].Should().BeOfType<ProviderException>().Which.Should().BeEquivalentTo(
            new { failures[0].Message, Class = FailureClass.RateLimited, StatusCode = 429, Code = "slow", InDoubt = true, Detail = (string?)null });
        replayed[1].Should().BeOfType<RouteException>().Which.Should().BeEquivalentTo(
            new { Message = "no target", Class = FailureClass.Timeout, Route = "assistant", Committed = true });
        replayed[2].Should().BeOfType<RecordedFailureException>().Which.OriginalType.Should().Be("System.InvalidOperationException");
        string.Concat(_folder.Recordings().Select(File.ReadAllText)).Should().NotContain("secret");
    }

    [Fact]
    public async Task A_stream_that_breaks_is_replayed_up_to_where_it_broke()
    {
        using RecordingChatClient recording = new(new ScriptedChatClient(_clock, ScriptedTurn.Cut("half", new IOException("x"))), _folder.Path);
        await FluentActions.Awaiting(() => AskAsync(recording, stream: true)).Should().ThrowAsync<IOException>();

        using ReplayingChatClient replaying = new(_folder.Path);
        string text = "";
        await FluentActions.Awaiting(async () =>
        {
            await foreach (ChatResponseUpdate update in replaying.GetStreamingResponseAsync("q"))
            {
                text += update.Text;
            }
        }).Should().ThrowAsync<RecordedFailureException>().WithMessage("*System.IO.IOException*");
        text.Should().Be("half");
    }

    [Fact]
    public async Task A_stream_that_its_reader_left_is_replayed_that_far_and_no_further()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("a", "b"));
        using (RecordingChatClient recording = new(inner, _folder.Path))
        {
            await foreach (ChatResponseUpdate update in recording.GetStreamingResponseAsync("q"))
            {
                break;
            }
        }

        inner.Calls[0].Ended.Should().BeTrue();
        using ReplayingChatClient replaying = new(_folder.Path);
        string text = "";
        await FluentActions.Awaiting(async () =>
        {
            await foreach (ChatResponseUpdate update in replaying.GetStreamingResponseAsync("q"))
            {
                text += update.Text;
            }
        }).Should().ThrowAsync<RecordingNotFoundException>().WithMessage("*reader had left*");
        text.Should().Be("a");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_its_caller_cancels_is_not_recorded_and_leaves_nothing_behind(bool stream)
    {
        using RecordingChatClient recording = new(new ScriptedChatClient(_clock, ScriptedTurn.Hang(), ScriptedTurn.Text("x")), _folder.Path);
        using CancellationTokenSource cancel = new();

        Task<ChatResponse> asked = AskAsync(recording, stream, token: cancel.Token);
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        _folder.Content().Should().BeEmpty();

        await AskAsync(recording, stream);
        Path.GetFileName(_folder.Recordings().Single()).Should().StartWith("0001-");
    }
}
