using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Emulators.Requests;
using Router.Resilience;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Every way the emulated service can fail, over real sockets.</summary>
public sealed class EmulatorFaultTests : IAsyncLifetime
{
    private const string Text = "one two three four five six seven";

    private EmulatorBench _bench = null!;

    /// <summary>A fault, the class of a whole answer and of a streamed one. Null: the answer is whole all the same.</summary>
    public static TheoryData<string, FailureClass?, FailureClass?> Faults { get; } = new()
    {
        { "code=insufficient_quota", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "code=credit_balance_exhausted", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "code=organization_spend_limit_exceeded", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "code=project_spend_limit_exceeded", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "code=organization_usage_limit_exceeded", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "code=rate_limit_exceeded", FailureClass.RateLimited, FailureClass.RateLimited },
        { "code=rate_limit_exceeded.requests", FailureClass.RateLimited, FailureClass.RateLimited },
        { "code=rate_limit_exceeded.too_large", FailureClass.CallerFault, FailureClass.CallerFault },
        { "code=slow_down", FailureClass.RateLimited, FailureClass.RateLimited },
        { "code=slow_down.503", FailureClass.Capacity, FailureClass.Capacity },
        { "code=server_is_overloaded", FailureClass.Capacity, FailureClass.Capacity },
        { "code=server_error", FailureClass.Transient, FailureClass.Transient },
        { "code=context_length_exceeded", FailureClass.ContextTooLong, FailureClass.ContextTooLong },
        { "code=invalid_function_parameters", FailureClass.CallerFault, FailureClass.CallerFault },
        { "code=content_policy_violation", FailureClass.ContentPolicy, FailureClass.ContentPolicy },
        { "code=model_not_available", FailureClass.ModelGone, FailureClass.ModelGone },
        { "code=model_not_found", FailureClass.ModelGone, FailureClass.ModelGone },
        { "code=invalid_api_key", FailureClass.Credential, FailureClass.Credential },
        { "code=unsupported_country_region_territory", FailureClass.Credential, FailureClass.Credential },
        { "status=402", FailureClass.QuotaExhausted, FailureClass.QuotaExhausted },
        { "status=408", FailureClass.Transient, FailureClass.Transient },
        { "status=409", FailureClass.CallerFault, FailureClass.CallerFault },
        { "status=502", FailureClass.Transient, FailureClass.Transient },
        { "status=504", FailureClass.Transient, FailureClass.Transient },
        { "status=529", FailureClass.Capacity, FailureClass.Capacity },
        { "reset", FailureClass.Transient, FailureClass.Transient },
        { "html", FailureClass.Malformed, FailureClass.Malformed },
        { "empty", FailureClass.Malformed, FailureClass.Malformed },
        { "malformed", FailureClass.Malformed, FailureClass.Malformed },
        { "malformed=3", FailureClass.Malformed, FailureClass.Malformed },
        { "no-frames", null, FailureClass.Malformed },
        { "no-done; no-finish", null, FailureClass.Malformed },
        { "no-done", null, null },
        { "no-finish", null, null },
        { "comments=3", null, null },
        { "error-after=0; code=server_is_overloaded", null, FailureClass.Capacity },
        { "error-after=3; code=rate_limit_exceeded", null, FailureClass.RateLimited },
        { "error-after=1; code=insufficient_quota", null, FailureClass.QuotaExhausted },
        { "error-after=1; code=server_error", null, FailureClass.Transient },
        { "cut=0", FailureClass.Malformed, FailureClass.Malformed },
        { "end=0", FailureClass.Malformed, FailureClass.Malformed },
    };

    public async Task InitializeAsync() => _bench = await EmulatorBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_has_its_class_in_either_mode(string fault, FailureClass? unary, FailureClass? streamed)
    {
        foreach ((bool stream, FailureClass? expected) in (IEnumerable<(bool, FailureClass?)>)[(false, unary), (true, streamed)])
        {
            (ChatResponse? response, Failure? failure) = await TryAsync(stream, Fault.Parse(fault));

            failure?.Class.Should().Be(expected, $"streamed: {stream}");
            response?.Text.Should().Be(Text);
            (failure is null).Should().Be(expected is null, $"streamed: {stream}");
        }

        _bench.Service.Requests.Count.Should().Be(2, "there is one attempt per call");
    }

    [Theory]
    [InlineData("retry-after=7", 7_000, 7_000)]
    [InlineData("retry-after=0.5", 500, 500)]
    [InlineData("retry-after=-5", 0, 0)]
    [InlineData("retry-after=99999999999999999999", 86_400_000, 86_400_000)]
    [InlineData("retry-after=date:30", 27_000, 32_000)]
    [InlineData("retry-after=date:-30", 0, 0)]
    [InlineData("retry-after-ms=1500; retry-after=9", 1_500, 1_500)]
    [InlineData("retry-after-ms=x; retry-after=9", 9_000, 9_000)]
    [InlineData("retry-after=NaN", 84, 84)]
    [InlineData("retry-after=soon", 84, 84)]
    [InlineData("retry-text=6m0s", 360_000, 360_000)]
    public async Task A_wait_is_read_in_every_form(string form, int atLeast, int atMost)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            Failure failure = (await TryAsync(stream, Fault.Parse("code=rate_limit_exceeded; " + form))).Failure!.Value;

            failure.RetryAfter!.Value.TotalMilliseconds.Should().BeInRange(atLeast, atMost);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_an_answer_breaks_off_it_is_an_error_or_whole(bool lost)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            int broken = 0, whole = 0;
            for (int at = 1; at < 3_400; at += 61)
            {
                (ChatResponse? response, Failure? failure) = await TryAsync(stream, lost ? Fault.CutAfter(at) : Fault.EndAfter(at));

                failure?.Class.Should().Be(FailureClass.Malformed, $"{at} bytes came");
                response?.Should().BeEquivalentTo(new { Text, FinishReason = ChatFinishReason.Stop }, $"{at} bytes came");
                _ = response is null ? broken++ : whole++;
            }

            broken.Should().BePositive();
            (stream || !lost).Should().Be(whole > 0, "only a lost connection tells that a body is not whole");
        }
    }

    [Fact]
    public async Task What_came_before_an_error_in_the_stream_is_handed_on()
    {
        Plan(Fault.ErrorInStream(3, "server_is_overloaded"));
        string seen = "";
        Func<Task> act = async () =>
        {
            await foreach (ChatResponseUpdate update in Client.GetStreamingResponseAsync("hello"))
            {
                seen += update.Text;
            }
        };

        await act.Should().ThrowAsync<ProviderException>();

        seen.Should().NotBeEmpty();
        Text.Should().StartWith(seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_model_that_answers_is_named(bool stream)
    {
        ChatResponse response = (await TryAsync(stream, new Fault { Model = "another" })).Response!;

        response.ModelId.Should().Be("another");
    }

    [Theory]
    [InlineData("stall=0", false)]
    [InlineData("stall=40", false)]
    [InlineData("delay=3600", false)]
    [InlineData("stall=0", true)]
    [InlineData("stall=40", true)]
    [InlineData("role-stall", true)]
    [InlineData("stall=900", true)]
    [InlineData("delay=3600", true)]
    public async Task Cancellation_ends_what_stalls_and_lets_the_connection_go(string fault, bool stream)
    {
        Plan(Fault.Parse(fault));
        using CancellationTokenSource caller = new();
        Task asked = _bench.AskAsync(stream, [new(ChatRole.User, "hello")], token: caller.Token);
        await _bench.Service.Requests.WaitForArrivalAsync();

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        RecordedRequest request = await _bench.Service.Requests.WaitForEndAsync();
        request.ClientAborted.Should().BeTrue();
    }

    [Fact]
    public async Task A_stream_that_is_dropped_lets_its_connection_go()
    {
        Plan(Fault.StallAfter(900));

        await foreach (ChatResponseUpdate update in Client.GetStreamingResponseAsync("hello"))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        (await _bench.Service.Requests.WaitForEndAsync()).ClientAborted.Should().BeTrue();
    }

    private IChatClient Client => _bench.Provider.CreateChatClient(new ModelReference(EmulatorBench.Model))!;

    private void Plan(Fault fault)
    {
        _bench.Service.Replies.Clear();
        _bench.Service.Replies.Enqueue(Reply.Say(Text));
        _bench.Service.Faults.Next(fault);
    }

    private async Task<(ChatResponse? Response, Failure? Failure)> TryAsync(bool stream, Fault fault)
    {
        Plan(fault);
        try
        {
            return (await _bench.AskAsync(stream, "hello"), null);
        }
        catch (ProviderException failure)
        {
            failure.ToString().Should().NotContain("hello").And.NotContain(_bench.Service.ApiKey);
            return (null, _bench.Provider.Classifier.Classify(failure));
        }
    }
}
