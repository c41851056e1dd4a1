using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Replicate;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

/// <summary>Plans: what the create call and the status requests answer, run unary and streamed (without a stream to be had).</summary>
public sealed class ReplicateChatClientTests
{
    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_answer_tells_what_was_said_by_whom_at_what_cost(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", """["Hel","lo"," there"]""", ReplicateBench.Metrics());

        ChatResponse response = await bench.AskAsync(streaming, version: ReplicateBench.Version);

        response.Text.Should().Be("Hello there");
        response.Messages.Should().ContainSingle().Which.Should().Match<ChatMessage>(
            message => message.Role == ChatRole.Assistant && message.MessageId == ReplicateBench.Id && message.Contents.Count == 1);
        response.ModelId.Should().Be(ReplicateBench.Model);
        response.ResponseId.Should().Be(ReplicateBench.Id);
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        response.CreatedAt.Should().Be(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        response.AdditionalProperties!["version"].Should().Be(ReplicateBench.Version);
        response.AdditionalProperties!["predictionId"].Should().Be(ReplicateBench.Id);
        UsageDetails usage = response.Usage!;
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount).Should().Be((5, 7, 12));
        usage.AdditionalCounts!["predict_time_ms"].Should().Be(1500);
        if (!streaming)
        {
            response.RawRepresentation.Should().BeOfType<JsonElement>();
        }
    }

    [Theory]
    [InlineData("a/b", null, "/v1/models/a/b/predictions", false)]
    [InlineData("a/b", "{v}", "/v1/predictions", true)]
    [InlineData("a/b:{v}", null, "/v1/predictions", true)]
    [InlineData("deployments/a/b", null, "/v1/deployments/a/b/predictions", false)]
    public async Task Each_kind_of_model_has_its_own_address(string model, string? version, string path, bool sendsVersion)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");

            await bench.AskAsync(
                streaming, model: model.Replace("{v}", ReplicateBench.Version, StringComparison.Ordinal), version: version is null ? null : ReplicateBench.Version);

            RecordedRequest create = bench.Handler.Requests.Single();
            create.Path.Should().Be(path);
            (create.Json!["version"]?.GetValue<string>()).Should().Be(sendsVersion ? ReplicateBench.Version : null);
            create.Header("Authorization").Should().Be($"Bearer {ReplicateBench.Token}");
            create.Header("Content-Type").Should().Be("application/json");
        }
    }

    [Theory]
    [InlineData(false, null, "wait=5")]
    [InlineData(false, "00:00:30", "wait=30")]
    [InlineData(false, "00:00:00", null)]
    [InlineData(true, "00:00:30", null)]
    public async Task The_create_call_is_held_open_as_set_and_never_for_a_stream(bool streaming, string? wait, string? prefer)
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");
        bench.Settings["cancelAfter"] = "00:01:30.5";
        bench.Settings["headers.x-team"] = "red";
        if (wait is not null)
        {
            bench.Settings["wait"] = wait;
        }

        await bench.AskAsync(streaming);

        RecordedRequest create = bench.Handler.Requests.Single();
        create.Header("Prefer").Should().Be(prefer);
        create.Header("Cancel-After").Should().Be("91s");
        create.Header("x-team").Should().Be("red");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_prediction_that_is_not_finished_is_asked_about_until_it_is(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting")
            .Then("starting").Then("processing").Then("queued").Then("succeeded", "\"done\"", ReplicateBench.Metrics());

        ChatResponse response = await bench.AskAsync(streaming);

        response.Text.Should().Be("done");
        response.Usage!.OutputTokenCount.Should().Be(7);
        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 4, 0));
        // 0.5 + 0.75 + 1.125 + 1.6875
        (bench.Time.GetUtcNow() - new ManualTimeProvider().GetUtcNow()).Should().BeCloseTo(TimeSpan.FromSeconds(4.0625), TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task The_wait_between_status_requests_grows_to_five_seconds()
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting");
        List<DateTimeOffset> times = [];
        for (int poll = 0; poll < 12; poll++)
        {
            bool last = poll == 11;
            bench.Then(() =>
            {
                times.Add(bench.Time.GetUtcNow());
                return last ? ReplicateBench.Prediction("succeeded", "\"x\"") : ReplicateBench.Prediction("processing");
            });
        }

        await bench.AskAsync(false);

        TimeSpan[] waits = [.. times.Zip(times.Skip(1), (one, next) => next - one)];
        waits[0].Should().BeCloseTo(TimeSpan.FromSeconds(0.75), TimeSpan.FromMilliseconds(2));
        waits.Should().BeInAscendingOrder();
        waits[^1].Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_held_call_that_answers_processing_with_all_the_output_is_confirmed_at_once()
    {
        ReplicateBench bench = new ReplicateBench().Creating("processing", """["a","b"]""")
            .Then("succeeded", """["a","b"]""", ReplicateBench.Metrics());

        ChatResponse response = await bench.AskAsync(false);

        (response.Text, response.Usage!.InputTokenCount, bench.Gets).Should().Be(("ab", 5, 1));
        bench.Time.GetUtcNow().Should().Be(new ManualTimeProvider().GetUtcNow(), "nothing was waited for");
    }

    [Fact]
    public async Task A_held_call_that_answers_processing_with_part_of_the_output_is_not_taken_for_the_answer()
    {
        ReplicateBench bench = new ReplicateBench().Creating("processing", """["a"]""")
            .Then("processing", """["a","b"]""").Then("succeeded", """["a","b","c"]""");

        (await bench.AskAsync(false)).Text.Should().Be("abc");
    }

    public static TheoryData<string, string> Passing => new()
    {
        { "503", "" }, { "500", "{}" }, { "429", """{"detail":"x","retry_after":9}""" }, { "408", "" }, { "200", "<html>" },
        { "200", "{\"id\":\"other\",\"status\":\"succeeded\"}" }, { "200", "{\"id\":" }, { "200", "" }, { "dead", "" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_status_request_that_fails_in_passing_is_repeated(string status, string body)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("starting");
            for (int failure = 0; failure < 3; failure++)
            {
                bench.Then(() => Answer(status, body));
            }

            bench.Then("processing");
            for (int failure = 0; failure < 3; failure++)
            {
                bench.Then(() => Answer(status, body));
            }

            bench.Then("succeeded", "\"saved\"");

            (await bench.AskAsync(streaming)).Text.Should().Be("saved");
            (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 8, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task The_fourth_failure_in_a_row_gives_the_prediction_up_in_doubt_and_cancels_it(string status, string body)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("starting").Then(() => Answer(status, body));

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            (failure.InDoubt, failure.RequestId).Should().Be((true, ReplicateBench.Id));
            (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 4, 1));
            bench.Provider().Classifier.Classify(failure).Class.Should().Be(status == "429" ? FailureClass.RateLimited : FailureClass.Transient);
        }
    }

    [Theory]
    [InlineData(401, FailureClass.Credential)]
    [InlineData(404, FailureClass.Transient)]
    public async Task A_status_request_that_is_refused_is_not_repeated(int status, FailureClass expected)
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting").Then(() => ReplicateBench.Problem(status, "{}"));

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;

        (bench.Gets, bench.Cancels, failure.InDoubt).Should().Be((1, 1, true));
        bench.Provider().Classifier.Classify(failure).Class.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_prediction_that_ended_in_a_status_nobody_knows_is_not_asked_about_forever(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench()
            .Then("queued").Then("hidden words", more: ",\"completed_at\":\"2026-01-02T03:04:06Z\"").Then("succeeded", "\"x\"");

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

        (bench.Gets, bench.Cancels).Should().Be((2, 0));
        bench.Provider().Classifier.Classify(failure).Class.Should().Be(FailureClass.Malformed);
        failure.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public void A_client_used_by_itself_tells_its_failures_apart()
    {
        ReplicateBench bench = new();

        bench.Chat().GetService(typeof(FailureClassifier)).Should().BeOfType<ReplicateFailureClassifier>();
        bench.Images().GetService(typeof(FailureClassifier)).Should().BeOfType<ReplicateFailureClassifier>();
        bench.Chat().GetService(typeof(FailureClassifier), "key").Should().BeNull();
    }

    [Theory]
    [InlineData("\"Hello\"", "Hello")]
    [InlineData("\"\"", "")]
    [InlineData("[]", "")]
    [InlineData("[\" a\",\"\\n\",\" b \"]", " a\n b ")]
    [InlineData("{\"caption\":\"a cat\",\"score\":0.50}", "{\"caption\":\"a cat\",\"score\":0.50}")]
    [InlineData("3.10", "3.10")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("true", "true")]
    [InlineData("[1,\"a\"]", "[1,\"a\"]")]
    [InlineData("[\"a\",null,\"b\"]", "ab")]
    [InlineData("{\"\\ud800\":1}", "{\"\\ud800\":1}")]
    [InlineData("\"\\ud83d\"", "\\ud83d")]
    [InlineData("\"https://example.com/x.png\"", "https://example.com/x.png")]
    public async Task Every_form_of_output_keeps_its_exact_text(string output, string text)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("succeeded", output);

            (await bench.AskAsync(streaming)).Text.Should().Be(text);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Files_that_Replicate_serves_are_contents_and_not_text(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Creating(
            "succeeded", """["see ","this:","https://replicate.delivery/pbxt/a/cat.png","data:image/gif;base64,R0lG","."]""");

        ChatResponse response = await bench.AskAsync(streaming);

        IList<AIContent> contents = response.Messages[0].Contents;
        contents.Should().HaveCount(4);
        contents[0].Should().BeOfType<TextContent>().Which.Text.Should().Be("see this:");
        contents[1].Should().BeOfType<UriContent>().Which.MediaType.Should().Be("image/png");
        contents[2].Should().BeOfType<DataContent>().Which.MediaType.Should().Be("image/gif");
        contents[3].Should().BeOfType<TextContent>().Which.Text.Should().Be(".");
    }

    [Theory]
    [InlineData("", "without any output")]
    [InlineData(",\"data_removed\":true", "data_removed")]
    public async Task Success_without_output_is_malformed_and_says_why(string more, string reason)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("starting").Then("succeeded", null, more);

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            failure.Class.Should().Be(FailureClass.Malformed);
            failure.Message.Should().Contain(reason).And.Contain(ReplicateBench.Id);
        }
    }

    [Theory]
    [InlineData(",\"metrics\":{\"input_token_count\":3,\"output_token_count\":4.0}", 3L, 4L)]
    [InlineData(",\"metrics\":{\"token_output_count\":4}", null, 4L)]
    [InlineData(",\"metrics\":{\"token_output_count\":\"4\"}", null, null)]
    [InlineData(",\"metrics\":{\"token_output_count\":-4}", null, null)]
    [InlineData(",\"metrics\":{\"token_output_count\":1e99}", null, null)]
    [InlineData(",\"metrics\":[]", null, null)]
    [InlineData(",\"metrics\":null", null, null)]
    [InlineData("", null, null)]
    public async Task Usage_is_read_in_both_spellings_and_unknown_is_never_zero(string metrics, long? input, long? output)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"", metrics);

            ChatResponse response = await bench.AskAsync(streaming);

            (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount).Should().Be((input, output));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task No_failure_shows_the_prompt_or_the_token(bool streaming)
    {
        ReplicateBench bench = new ReplicateBench().Creating(
            "failed", more: ",\"error\":\"cannot read hidden words (E1001)\",\"logs\":\"hidden words\"");

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming, text: "hidden words")).Should().ThrowAsync<ProviderException>()).Which;

        failure.ToString().Should().NotContain("hidden").And.NotContain(ReplicateBench.Token);
        failure.Detail.Should().Contain("hidden words");
    }

    private static HttpResponseMessage Answer(string status, string body) => status == "dead"
        ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
        : ReplicateBench.Problem(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), body);
}
