using System.Net;
using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Images;
using Router.Emulators.Replicate;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Replicate;

public sealed class PredictionTests : EmulatorTest
{
    private const string Llama = "/models/meta/meta-llama-3-8b-instruct/predictions";
    private const string Hello = """{"input":{"prompt":"hello"}}""";

    private readonly ManualClock _clock = new();

    protected override EmulatorOptions Options => new() { TimeProvider = _clock };

    private static string Sdxl => ReplicateEmulator.VersionOf("stability-ai/sdxl");

    [Fact]
    public async Task Creation_answers_201_and_each_get_moves_on_until_metrics_are_there()
    {
        using HttpResponseMessage created = await PostAsync(Emulators.Replicate, Llama, Hello);
        JsonNode first = await ReadJsonAsync(created);
        JsonNode second = await GetJsonAsync(first);
        JsonNode third = await GetJsonAsync(first);

        created.StatusCode.Should().Be(HttpStatusCode.Created);
        created.Headers.Contains("Preference-Applied").Should().BeFalse();
        created.Headers.GetValues("ratelimit-remaining").Should().Equal("599");
        new[] { first, second, third }.Select(Status).Should().Equal("starting", "processing", "succeeded");
        first["output"].Should().BeNull();
        second["output"]!.AsArray().Count.Should().BeLessThan(third["output"]!.AsArray().Count);
        second["metrics"].Should().BeNull();
        second["completed_at"].Should().BeNull();
        third["metrics"]!["predict_time"]!.GetValue<double>().Should().BePositive();
        string.Concat(third["output"]!.AsArray().Select(token => token!.GetValue<string>())).Should().EndWith("You said: hello");
    }

    [Fact]
    public async Task Waiting_for_an_official_language_model_is_a_trap()
    {
        using HttpResponseMessage response = await WaitAsync(Llama, Hello);
        JsonNode body = await ReadJsonAsync(response);
        JsonNode after = await GetJsonAsync(body);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        response.Headers.GetValues("Preference-Applied").Should().Equal("wait");
        Status(body).Should().Be("processing");
        body["completed_at"].Should().BeNull();
        body["metrics"].Should().BeNull();
        body["output"]!.ToJsonString().Should().Be(after["output"]!.ToJsonString());
        Status(after).Should().Be("succeeded");
    }

    [Theory]
    [InlineData(WaitOutcome.Finished, "succeeded")]
    [InlineData(WaitOutcome.ProcessingWithOutput, "processing")]
    [InlineData(WaitOutcome.Starting, "starting")]
    public async Task Outcome_of_waiting_can_be_scripted(WaitOutcome outcome, string status)
    {
        Emulators.Replicate.Predictions.Enqueue(new PredictionScript { Wait = outcome });
        using HttpResponseMessage response = await WaitAsync(Llama, Hello, "wait=5");

        response.Headers.GetValues("Preference-Applied").Should().Equal("wait=5");
        Status(await ReadJsonAsync(response)).Should().Be(status);
    }

    [Theory]
    [InlineData("failed", "CUDA out of memory (E1001)")]
    [InlineData("canceled", null)]
    [InlineData("aborted", null)]
    public async Task Prediction_can_end_badly(string status, string? error)
    {
        Emulators.Replicate.Predictions.Enqueue(new PredictionScript { Statuses = ["starting", status], Error = error });
        JsonNode created = await PostForJsonAsync(Emulators.Replicate, Llama, Hello);
        JsonNode ended = await GetJsonAsync(created);

        Status(ended).Should().Be(status);
        ended["error"]?.GetValue<string>().Should().Be(error);
        ended["completed_at"].Should().NotBeNull();
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[\"https://example.com/a.png\",\"https://example.com/b.png\"]")]
    [InlineData("{\"label\":\"cat\",\"score\":0.5}")]
    [InlineData("null")]
    public async Task Output_can_be_anything(string output)
    {
        Emulators.Replicate.Predictions.Enqueue(PredictionScript.Output(output) with { Wait = WaitOutcome.Finished });
        using HttpResponseMessage response = await WaitAsync(Llama, Hello);

        ((await ReadJsonAsync(response))["output"]?.ToJsonString() ?? "null").Should().Be(output);
    }

    [Fact]
    public async Task Removed_data_leaves_no_output()
    {
        Emulators.Replicate.Predictions.Enqueue(new PredictionScript { DataRemoved = true, Wait = WaitOutcome.Finished });
        using HttpResponseMessage response = await WaitAsync(Llama, Hello);
        JsonNode body = await ReadJsonAsync(response);

        body["data_removed"]!.GetValue<bool>().Should().BeTrue();
        body["output"].Should().BeNull();
    }

    [Fact]
    public async Task Community_version_is_echoed_and_official_one_is_hidden()
    {
        JsonNode community = await PostForJsonAsync(
            Emulators.Replicate, "/predictions", $$$"""{"version":"stability-ai/sdxl:{{{Sdxl}}}","input":{"prompt":"x","width":64,"height":64}}""");
        JsonNode official = await PostForJsonAsync(Emulators.Replicate, Llama, Hello);
        Emulators.Replicate.Predictions.Enqueue(new PredictionScript { Version = "dp-a557b738", Model = "replicate-internal/llama-3-8b" });
        JsonNode odd = await PostForJsonAsync(Emulators.Replicate, Llama, Hello);

        (community["version"]!.GetValue<string>(), community["model"]!.GetValue<string>()).Should().Be((Sdxl, "stability-ai/sdxl"));
        official["version"]!.GetValue<string>().Should().Be("hidden");
        (odd["version"]!.GetValue<string>(), odd["model"]!.GetValue<string>()).Should().Be(("dp-a557b738", "replicate-internal/llama-3-8b"));
    }

    [Fact]
    public async Task Cancel_stops_a_running_prediction_and_leaves_a_finished_one()
    {
        JsonNode running = await PostForJsonAsync(Emulators.Replicate, Llama, Hello);
        JsonNode canceled = await CancelAsync(running);
        using HttpResponseMessage waited = await WaitAsync("/predictions", $$$"""{"version":"{{{Sdxl}}}","input":{"width":64,"height":64}}""");
        JsonNode finished = await ReadJsonAsync(waited);

        Status(canceled).Should().Be("canceled");
        Status(await GetJsonAsync(running)).Should().Be("canceled");
        Status(await CancelAsync(finished)).Should().Be("succeeded");
    }

    [Theory]
    [InlineData("30s", 0, "aborted")]
    [InlineData("1m", 1, "canceled")]
    [InlineData("5", 0, "aborted")]
    public async Task Deadline_aborts_what_has_not_begun_and_cancels_what_has(string after, int gets, string status)
    {
        using HttpRequestMessage request = Request(Emulators.Replicate, HttpMethod.Post, Llama, Json(Hello));
        request.Headers.Add("Cancel-After", after);
        using HttpResponseMessage response = await SendAsync(request);
        JsonNode created = await ReadJsonAsync(response);
        for (int i = 0; i < gets; i++)
        {
            await GetJsonAsync(created);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));

        Status(await GetJsonAsync(created)).Should().Be(status);
    }

    [Fact]
    public async Task Deployment_is_named_in_the_prediction()
    {
        JsonNode body = await PostForJsonAsync(
            Emulators.Replicate, "/deployments/router/painter/predictions", """{"input":{"prompt":"x","width":64,"height":64}}""");

        body["deployment"]!.GetValue<string>().Should().Be("router/painter");
        body["version"]!.GetValue<string>().Should().Be(Sdxl);
    }

    [Fact]
    public async Task List_has_every_prediction()
    {
        JsonNode created = await PostForJsonAsync(Emulators.Replicate, Llama, Hello);
        JsonNode list = await ReadJsonAsync(await GetAsync(Emulators.Replicate, "/predictions"));

        list["next"].Should().BeNull();
        list["results"]![0]!["id"]!.GetValue<string>().Should().Be(created["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unreadable_or_foreign_image_fails_the_prediction_not_the_request()
    {
        string version = ReplicateEmulator.VersionOf("salesforce/blip");
        using HttpResponseMessage broken = await WaitAsync("/predictions", $$$"""{"version":"{{{version}}}","input":{"image":"data:image/png;base64,AAAA"}}""");
        using HttpResponseMessage foreign = await WaitAsync("/predictions", $$$"""{"version":"{{{version}}}","input":{"image":"https://example.com/cat.png"}}""");

        broken.StatusCode.Should().Be(HttpStatusCode.Created);
        Status(await ReadJsonAsync(broken)).Should().Be("failed");
        (await ReadJsonAsync(foreign))["error"]!.GetValue<string>().Should().Contain("cannot identify image file");
    }

    [Fact]
    public async Task Uploaded_file_can_be_the_input_of_a_prediction()
    {
        using MultipartFormDataContent form = new() { { new ByteArrayContent(Painter.PaintPng("a red triangle", 96, 96)), "content", "in.png" } };
        using HttpResponseMessage upload = await SendAsync(Request(Emulators.Replicate, HttpMethod.Post, "/files", form));
        JsonNode file = await ReadJsonAsync(upload);
        using HttpResponseMessage response = await WaitAsync(
            "/predictions",
            $$$"""{"version":"{{{ReplicateEmulator.VersionOf("salesforce/blip")}}}","input":{"image":"{{{file["urls"]!["get"]}}}"}}""");

        upload.StatusCode.Should().Be(HttpStatusCode.Created);
        file["checksums"]!["sha256"]!.GetValue<string>().Should().HaveLength(64);
        (await ReadJsonAsync(response))["output"]!.GetValue<string>().Should().Be("Caption: a red triangle on a white background");
    }

    [Fact]
    public async Task Scripted_text_becomes_the_tokens_of_the_output()
    {
        Emulators.Replicate.Replies.Enqueue(Reply.Say("one two"));
        using HttpResponseMessage response = await WaitAsync(Llama, Hello);

        (await ReadJsonAsync(response))["output"]!.ToJsonString().Should().Be("""["one"," two"]""");
    }

    private static string Status(JsonNode prediction) => prediction["status"]!.GetValue<string>();

    private async Task<JsonNode> GetJsonAsync(JsonNode prediction) =>
        await ReadJsonAsync(await GetAsync(Emulators.Replicate, prediction["urls"]!["get"]!.GetValue<string>()));

    private Task<JsonNode> CancelAsync(JsonNode prediction) =>
        PostForJsonAsync(Emulators.Replicate, prediction["urls"]!["cancel"]!.GetValue<string>(), "");

    private async Task<HttpResponseMessage> WaitAsync(string path, string body, string prefer = "wait")
    {
        using HttpRequestMessage request = Request(Emulators.Replicate, HttpMethod.Post, path, Json(body));
        request.Headers.Add("Prefer", prefer);
        return await SendAsync(request);
    }
}
