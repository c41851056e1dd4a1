using System.Text;
using Microsoft.Extensions.AI;

namespace Router.Providers.Tests.Replicate;

/// <summary>Whoever gives up, whenever: exactly one cancel request for a prediction that runs, none for one that has ended.</summary>
public sealed class ReplicateCancellationTests
{
    private const int CreateLost = 3;
    private const int CancelFailed = 2;
    private const int EndedUnwanted = 6;

    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "hidden words")];

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Given_up_before_anything_was_sent_nothing_is_sent(bool streaming)
    {
        ReplicateBench bench = new();

        await Expect(Ask(bench, streaming, new CancellationToken(canceled: true)));

        bench.Handler.Requests.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Given_up_while_the_create_call_is_open_the_prediction_is_cancelled_once_it_is_known(bool streaming)
    {
        ReplicateBench bench = new();
        TaskCompletionSource sent = new();
        TaskCompletionSource<HttpResponseMessage> answer = new();
        bench.OnCreate = (_, _) =>
        {
            sent.SetResult();
            return answer.Task;
        };
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming, caller.Token);
        await sent.Task;

        await caller.CancelAsync();
        await Expect(asked);
        bench.Cancels.Should().Be(0, "its id is not known yet");
        answer.SetResult(ReplicateBench.Prediction("processing"));
        await bench.Log.WhenAsync(1);

        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 0, 1));
    }

    [Fact]
    public async Task Given_up_while_the_create_call_is_open_a_prediction_that_ended_by_itself_is_left_alone()
    {
        ReplicateBench bench = new();
        TaskCompletionSource<HttpResponseMessage> answer = new();
        bench.OnCreate = (_, _) => answer.Task;
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming: false, caller.Token);

        await caller.CancelAsync();
        await Expect(asked);
        answer.SetResult(ReplicateBench.Prediction("succeeded", "\"x\""));
        await bench.Log.WhenAsync(EndedUnwanted);

        bench.Cancels.Should().Be(0);
    }

    [Theory]
    [InlineData(false, 35)]
    [InlineData(true, 30)]
    public async Task A_create_call_that_never_comes_back_is_aborted_after_its_time_and_told_of(bool streaming, int seconds)
    {
        ReplicateBench bench = new();
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.OnCreate = async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return null!;
            }
            finally
            {
                aborted.SetResult();
            }
        };
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming, caller.Token);

        await caller.CancelAsync();
        await Expect(asked);
        await bench.Time.WhenTimersAsync(1);
        bench.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        aborted.Task.IsCompleted.Should().BeFalse();
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        await aborted.Task;
        await bench.Log.WhenAsync(CreateLost);

        bench.Cancels.Should().Be(0);
    }

    [Fact]
    public async Task Disposing_the_provider_lets_a_cancel_request_under_way_arrive()
    {
        ReplicateBench bench = new ReplicateBench().Then("processing");
        TaskCompletionSource<HttpResponseMessage> answer = new();
        bench.OnCancel = _ => answer.Task;
        using CancellationTokenSource caller = new();
        IDisposable provider = (IDisposable)bench.Provider();
        IChatClient client = ((Router.Adapters.IProvider)provider).CreateChatClient(new(ReplicateBench.Model))!;
        Task asked = client.GetResponseAsync(Messages, cancellationToken: caller.Token);
        await caller.CancelAsync();
        await Expect(asked);

        Thread disposing = new(provider.Dispose);
        disposing.Start();
        SpinWait.SpinUntil(() => !disposing.IsAlive || disposing.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        disposing.IsAlive.Should().BeTrue("the cancel request has no answer yet");
        answer.SetResult(ReplicateBench.Prediction("canceled"));
        disposing.Join();

        bench.Log.WhenAsync(1).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task A_create_call_that_dies_after_it_was_given_up_is_told_of()
    {
        ReplicateBench bench = new();
        TaskCompletionSource<HttpResponseMessage> answer = new();
        bench.OnCreate = (_, _) => answer.Task;
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming: false, caller.Token);

        await caller.CancelAsync();
        await Expect(asked);
        answer.SetException(new HttpRequestException(HttpRequestError.ResponseEnded));

        (await bench.Log.WhenAsync(CreateLost)).Should().NotContain("hidden");
        bench.Cancels.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Given_up_between_status_requests_it_is_cancelled(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Then("processing");
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming, caller.Token);
        await bench.Time.AdvanceToNextTimerAsync();
        await bench.Time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await Expect(asked);

        (bench.Creates, bench.Cancels).Should().Be((1, 1));
        bench.Time.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Given_up_during_a_status_request_it_is_cancelled(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Then("processing");
        TaskCompletionSource asking = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.BeforeGet = async token =>
        {
            asking.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming, caller.Token);
        await bench.Time.AdvanceToNextTimerAsync();
        await asking.Task;

        await caller.CancelAsync();
        await Expect(asked);

        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task Given_up_while_the_stream_opens_it_is_cancelled()
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming());
        TaskCompletionSource opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.OnOther = async (_, token) =>
        {
            opening.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return null!;
        };
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming: true, caller.Token);
        await opening.Task;

        await caller.CancelAsync();
        await Expect(asked);

        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 0, 1));
    }

    [Fact]
    public async Task Given_up_in_the_middle_of_a_stream_it_is_cancelled()
    {
        ReplicateBench bench = Stalling("event: output\ndata: a\n\n");
        using CancellationTokenSource caller = new();
        IAsyncEnumerator<ChatResponseUpdate> updates =
            bench.Chat().GetStreamingResponseAsync(Messages).GetAsyncEnumerator(caller.Token);
        (await updates.MoveNextAsync()).Should().BeTrue();
        Task<bool> next = updates.MoveNextAsync().AsTask();

        await caller.CancelAsync();
        await Expect(next);

        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 0, 1));
        await updates.DisposeAsync();
        bench.Cancels.Should().Be(1, "once is enough");
    }

    [Fact]
    public async Task A_stream_abandoned_by_its_reader_is_cancelled_without_any_token()
    {
        ReplicateBench bench = Stalling("event: output\ndata: a\n\nevent: output\ndata: b\n\n");

        await foreach (ChatResponseUpdate update in bench.Chat().GetStreamingResponseAsync(Messages))
        {
            update.Text.Should().Be("a");
            break;
        }

        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 0, 1));
    }

    [Fact]
    public async Task A_stream_abandoned_at_its_very_end_has_nothing_to_cancel()
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming()).Then("succeeded", "\"a\"");
        bench.Streamed("event: output\ndata: a\n\nevent: done\ndata: {}\n\n"u8.ToArray());

        await foreach (ChatResponseUpdate update in bench.Chat().GetStreamingResponseAsync(Messages))
        {
            if (update.FinishReason is not null)
            {
                break;
            }
        }

        bench.Cancels.Should().Be(0);
    }

    [Fact]
    public async Task Given_up_while_usage_is_asked_for_after_the_stream_is_done_there_is_nothing_to_cancel()
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming()).Then("processing");
        bench.Streamed("event: output\ndata: a\n\nevent: done\ndata: {}\n\n"u8.ToArray());
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming: true, caller.Token);
        await bench.Time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await Expect(asked);

        bench.Cancels.Should().Be(0);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task A_cancel_request_that_hangs_holds_nobody_up_and_is_aborted_after_three_seconds(bool streaming, bool honoursToken)
    {
        ReplicateBench bench = new ReplicateBench().Then("processing");
        bool tokenWasSpent = true;
        bench.OnCancel = async token =>
        {
            tokenWasSpent = token.IsCancellationRequested;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, honoursToken ? token : CancellationToken.None);
            return null!;
        };
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming, caller.Token);
        await bench.Time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await Expect(asked);
        await bench.Cancelled;
        bench.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        bench.Log.WhenAsync(CancelFailed).IsCompleted.Should().BeFalse();
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        tokenWasSpent.Should().BeFalse("the cancel request has a timer of its own");
        bench.Cancels.Should().Be(1);
        (await bench.Log.WhenAsync(CancelFailed)).Should().Contain(ReplicateBench.Id).And.NotContain("hidden");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancel_request_that_fails_does_not_hide_why_the_request_ended(bool dies)
    {
        ReplicateBench bench = new ReplicateBench().Then("processing");
        bench.OnCancel = _ => dies
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
            : Task.FromResult(ReplicateBench.Problem(500, "hidden words"));
        using CancellationTokenSource caller = new();
        Task asked = Ask(bench, streaming: false, caller.Token);
        await bench.Time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await Expect(asked);

        bench.Cancels.Should().Be(1, "a cancel request is not repeated");
        bench.Log.Messages.Should().Contain(message => message.Contains("could not be cancelled", StringComparison.Ordinal))
            .And.NotContain(message => message.Contains("hidden", StringComparison.Ordinal) || message.Contains(ReplicateBench.Token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Images_are_given_up_like_chat_and_a_finished_one_is_not_cancelled(bool polling)
    {
        ReplicateBench bench = polling
            ? new ReplicateBench().Then("processing")
            : new ReplicateBench().Creating("succeeded", "\"https://replicate.delivery/x.png\"");
        bench.OnOther = (_, _) => Task.FromResult(ReplicateBench.Problem(503, ""));
        using CancellationTokenSource caller = new();
        Task asked = bench.Images().GenerateAsync(new ImageGenerationRequest("a cat"), cancellationToken: caller.Token);
        await bench.Time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await Expect(asked);

        bench.Cancels.Should().Be(polling ? 1 : 0);
    }

    private static Task<ChatResponse> Ask(ReplicateBench bench, bool streaming, CancellationToken cancellationToken) => streaming
        ? bench.Chat().GetStreamingResponseAsync(Messages, cancellationToken: cancellationToken).ToChatResponseAsync(cancellationToken)
        : bench.Chat().GetResponseAsync(Messages, cancellationToken: cancellationToken);

    private static async Task Expect(Task asked) => await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();

    private static ReplicateBench Stalling(string events)
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming());
        bench.OnOther = (_, _) =>
        {
            StreamContent content = new(new StallingStream(Encoding.UTF8.GetBytes(events)));
            content.Headers.ContentType = new("text/event-stream");
            return Task.FromResult(new HttpResponseMessage { Content = content });
        };
        return bench;
    }
}
