using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Images;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.WorkersAI;

public sealed class RunTests : EmulatorTest
{
    private const string Llama = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
    private const string Tools = """[{"name":"weather","description":"","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}]""";

    [Fact]
    public async Task Native_answer_stands_in_response_inside_the_envelope()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, Run(Llama), """{"messages":[{"role":"user","content":"hello"}]}""");
        JsonNode body = await ReadJsonAsync(response);

        body["success"]!.GetValue<bool>().Should().BeTrue();
        body["result"]!["response"]!.GetValue<string>().Should().EndWith("You said: hello");
        body["result"]!["usage"]!["total_tokens"]!.GetValue<int>().Should().BePositive();
        response.Headers.Select(header => header.Key).Should().Contain(["cf-ray", "cf-ai-req-id", "cf-ai-neurons"]);
    }

    [Fact]
    public async Task Native_response_can_be_a_number()
    {
        Emulators.WorkersAI.Replies.Enqueue(Reply.Say("42") with { Shape = StreamShape.JsonScalars });

        (await PostForJsonAsync(Emulators.WorkersAI, Run(Llama), """{"prompt":"x"}"""))["result"]!["response"]!.ToJsonString().Should().Be("42");
    }

    [Fact]
    public async Task Native_tool_calls_have_no_id_and_object_arguments()
    {
        JsonNode body = await PostForJsonAsync(
            Emulators.WorkersAI, Run(Llama), $$$"""{"messages":[{"role":"user","content":"call weather with {\"city\":\"Oslo\"}"}],"tools":{{{Tools}}}}""");

        body["result"]!["tool_calls"]!.ToJsonString().Should().Be("""[{"name":"weather","arguments":{"city":"Oslo"}}]""");
    }

    [Fact]
    public async Task Json_mode_takes_a_bare_schema_and_answers_an_object()
    {
        JsonNode body = await PostForJsonAsync(
            Emulators.WorkersAI,
            Run(Llama),
            """{"prompt":"x","response_format":{"type":"json_schema","json_schema":{"type":"object","properties":{"n":{"type":"integer"}}}}}""");

        body["result"]!["response"]!.ToJsonString().Should().Be("""{"n":1}""");
    }

    [Theory]
    [InlineData("@cf/openai/gpt-oss-120b", "reasoning_content")]
    [InlineData("@cf/zai-org/glm-4.7-flash", "reasoning")]
    public async Task Newer_models_answer_an_OpenAI_completion_inside_the_envelope(string model, string reasoning)
    {
        JsonNode body = await PostForJsonAsync(Emulators.WorkersAI, Run(model), """{"messages":[{"role":"user","content":"hello"}]}""");
        JsonNode message = body["result"]!["choices"]![0]!["message"]!;

        message["content"]!.GetValue<string>().Should().EndWith("You said: hello");
        message[reasoning]!.GetValue<string>().Should().NotBeEmpty();
        body["result"]!["model"]!.GetValue<string>().Should().Be(model);
    }

    [Theory]
    [InlineData(Llama, """{"prompt":"x","frobnicate":1}""", "5006", "frobnicate")]
    [InlineData(Llama, """{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""", "5006", "Type mismatch of '/messages/0/content', 'array' not in 'string'")]
    [InlineData(Llama, """{"messages":[{"role":"assistant","content":null}]}""", "5006", "'null' not in 'string'")]
    [InlineData(Llama, "{}", "5006", "required properties at '/' are 'prompt'")]
    [InlineData(Llama, """{"prompt":"x","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}""", "5024", "JSON Mode couldn't be met")]
    [InlineData(Llama, """{"prompt":"x","stream":true,"response_format":{"type":"json_object"}}""", "5006", "streaming")]
    [InlineData("@cf/openai/gpt-oss-20b", """{"messages":[{"role":"user","content":"x"}],"tool_choice":"any"}""", "8001", "tool_choice")]
    [InlineData("@cf/openai/gpt-oss-20b", """{"messages":[{"role":"user","content":"x"}],"max_tokens":2,"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"f"}}}""", "8006", "max_tokens")]
    [InlineData("@cf/black-forest-labs/flux-1-schnell", """{"prompt":"x","width":512}""", "5006", "width")]
    [InlineData("@cf/black-forest-labs/flux-1-schnell", """{"prompt":"x","seed":1}""", "5006", "seed")]
    [InlineData("@cf/black-forest-labs/flux-1-schnell", """{"prompt":"x","steps":9}""", "5006", "steps")]
    [InlineData("@cf/black-forest-labs/flux-1-schnell", """{"prompt":"[nsfw]"}""", "3030", "flagged")]
    [InlineData("@cf/stabilityai/stable-diffusion-xl-base-1.0", """{"prompt":"x","width":100}""", "5006", "width")]
    [InlineData("@cf/stabilityai/stable-diffusion-xl-base-1.0", """{"prompt":"[nsfw]"}""", "8007", "NSFW")]
    [InlineData("@cf/black-forest-labs/flux-2-dev", """{"prompt":"x"}""", "5006", "multipart")]
    [InlineData("@cf/llava-hf/llava-1.5-7b-hf", """{"image":[1,2,3]}""", "3030", "decode image")]
    [InlineData("@cf/llava-hf/llava-1.5-7b-hf", """{"image":[1,2,300]}""", "5004", "Invalid data")]
    [InlineData("@cf/llava-hf/llava-1.5-7b-hf", """{"image":"AAAA"}""", "5006", "'string' not in 'array'")]
    [InlineData("@cf/meta/llama-3.2-11b-vision-instruct", """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}""", "5006", "data URI")]
    [InlineData("@cf/baai/bge-base-en-v1.5", """{"text":5}""", "5006", "'integer' not in 'string,array'")]
    [InlineData("@cf/nobody/nothing", """{"prompt":"x"}""", "5007", "No such model")]
    [InlineData(Llama, "{\"prompt\":", "3003", "JSON")]
    public async Task Input_that_the_model_refuses_is_a_400(string model, string body, string code, string message)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, Run(model), body);
        JsonNode error = (await ReadJsonAsync(response))["errors"]![0]!;

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        error["code"]!.GetValue<int>().ToString(provider: null).Should().Be(code);
        error["message"]!.GetValue<string>().Should().Contain(message);
    }

    [Theory]
    [InlineData("llama", 404, 3042)]
    [InlineData("@cf/meta/llama-2-7b-chat-int8", 410, 5028)]
    public async Task Malformed_and_deprecated_models_have_their_own_errors(string model, int status, int code)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, Run(model), """{"prompt":"x"}""");

        ((int)response.StatusCode).Should().Be(status);
        (await ReadJsonAsync(response))["errors"]![0]!["code"]!.GetValue<int>().Should().Be(code);
    }

    [Theory]
    [InlineData("Bearer wrong", 401, 10000)]
    [InlineData("Bearer two words", 400, 9106)]
    [InlineData(null, 401, 10000)]
    public async Task Missing_wrong_and_malformed_tokens_are_told_apart(string? authorization, int status, int code)
    {
        using HttpRequestMessage request = Request(Emulators.WorkersAI, HttpMethod.Post, Run(Llama), Json("""{"prompt":"x"}"""));
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        using HttpResponseMessage response = await SendAsync(request);
        JsonNode body = await ReadJsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        body["errors"]![0]!["code"]!.GetValue<int>().Should().Be(code);
        response.Headers.Contains("cf-ray").Should().BeTrue();
        response.Headers.Contains("cf-ai-req-id").Should().Be(status == 400);
    }

    [Theory]
    [InlineData("POST", "/accounts/ffffffffffffffffffffffffffffffff/ai/run/@cf/a/b", 401, 10000)]
    [InlineData("POST", "/accounts/short/ai/run/@cf/a/b", 404, 7003)]
    [InlineData("GET", "/accounts/{id}/ai/run/@cf/a/b", 405, 7001)]
    [InlineData("GET", "/accounts/{id}/ai/v1/models", 405, 7001)]
    [InlineData("POST", "/accounts/{id}/ai/walk", 404, 7000)]
    public async Task Wrong_account_route_and_method_have_Cloudflare_s_errors(string method, string path, int status, int code)
    {
        using HttpRequestMessage request = Request(
            Emulators.WorkersAI, HttpMethod.Parse(method), path.Replace("{id}", Emulators.WorkersAI.AccountId, StringComparison.Ordinal));
        using HttpResponseMessage response = await SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
        (await ReadJsonAsync(response))["errors"]![0]!["code"]!.GetValue<int>().Should().Be(code);
    }

    [Theory]
    [InlineData("@cf/stabilityai/stable-diffusion-xl-base-1.0", "image/png", true)]
    [InlineData("@cf/bytedance/stable-diffusion-xl-lightning", "image/png", true)]
    [InlineData("@cf/leonardo/phoenix-1.0", "image/jpeg", false)]
    public async Task Raw_image_models_answer_bytes_without_an_envelope(string model, string type, bool neurons)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, Run(model), """{"prompt":"a pink circle on black","width":256,"height":256}""");

        response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        response.Headers.Contains("cf-ai-neurons").Should().Be(neurons);
        Captioner.Caption(await response.Content.ReadAsByteArrayAsync(Guard)).Should().Be("a pink circle on a black background");
    }

    [Fact]
    public async Task Flux_2_takes_a_form_and_paints_onto_its_input_image()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("a blue square"), "prompt" },
            { new StringContent("256"), "width" },
            { new StringContent("256"), "height" },
            { new ByteArrayContent(Painter.PaintPng("a red circle on a yellow background", 128, 128)), "input_image_0", "in.png" },
        };
        using HttpResponseMessage response = await SendAsync(Request(Emulators.WorkersAI, HttpMethod.Post, Run("@cf/black-forest-labs/flux-2-klein-4b"), form));
        byte[] png = Convert.FromBase64String((await ReadJsonAsync(response))["result"]!["image"]!.GetValue<string>());

        Captioner.Caption(png).Should().Be("a blue square on a yellow background");
    }

    [Fact]
    public async Task Flux_2_refuses_an_input_image_that_is_too_large()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("a blue square"), "prompt" },
            { new ByteArrayContent(Painter.PaintPng("a red circle", 512, 512)), "input_image_0", "in.png" },
        };
        using HttpResponseMessage response = await SendAsync(Request(Emulators.WorkersAI, HttpMethod.Post, Run("@cf/black-forest-labs/flux-2-dev"), form));

        (await ReadJsonAsync(response))["errors"]![0]!["message"]!.GetValue<string>().Should().Contain("smaller than 512x512");
    }

    [Fact]
    public async Task Raw_bytes_are_captioned_too()
    {
        using ByteArrayContent body = new(Painter.PaintPng("a green triangle", 128, 128));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage response = await SendAsync(Request(Emulators.WorkersAI, HttpMethod.Post, Run("@cf/unum/uform-gen2-qwen-500m"), body));

        (await ReadJsonAsync(response))["result"]!["description"]!.GetValue<string>().Should().Be("a green triangle on a white background");
    }

    [Fact]
    public async Task Vision_chat_sees_a_data_URI()
    {
        string uri = "data:image/png;base64," + Convert.ToBase64String(Painter.PaintPng("an orange square on blue", 128, 128));
        JsonNode body = await PostForJsonAsync(
            Emulators.WorkersAI,
            Run("@cf/meta/llama-3.2-11b-vision-instruct"),
            $$$"""{"messages":[{"role":"user","content":[{"type":"text","text":"?"},{"type":"image_url","image_url":{"url":"{{{uri}}}"}}]}]}""");

        body["result"]!["response"]!.GetValue<string>().Should().Be("an orange square on a blue background");
    }

    [Fact]
    public async Task Licence_must_be_accepted_once_when_the_test_asks_for_it()
    {
        Emulators.WorkersAI.LicenceMustBeAccepted = true;
        string path = Run("@cf/meta/llama-3.2-11b-vision-instruct");

        List<int> statuses = [];
        foreach (string prompt in new[] { "hello", "agree", "hello" })
        {
            using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, path, $$"""{"prompt":"{{prompt}}"}""");
            statuses.Add((int)response.StatusCode);
        }

        statuses.Should().Equal(403, 403, 200);
    }

    [Fact]
    public async Task Embeddings_come_with_their_shape_and_pooling()
    {
        JsonNode mean = await PostForJsonAsync(Emulators.WorkersAI, Run("@cf/baai/bge-base-en-v1.5"), """{"text":["a","b"]}""");
        JsonNode cls = await PostForJsonAsync(Emulators.WorkersAI, Run("@cf/baai/bge-base-en-v1.5"), """{"text":["a","b"],"pooling":"cls"}""");

        mean["result"]!["shape"]!.ToJsonString().Should().Be("[2,768]");
        mean["result"]!["data"]![1]!.AsArray().Should().HaveCount(768);
        mean["result"]!["data"]![0]!.ToJsonString().Should().NotBe(cls["result"]!["data"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Default_limit_of_older_models_is_256_tokens()
    {
        string text = string.Concat(Enumerable.Repeat("word ", 400));
        Emulators.WorkersAI.Replies.Enqueue(Reply.Say(text), Reply.Say(text));

        JsonNode limited = await PostForJsonAsync(Emulators.WorkersAI, Run(Llama), """{"prompt":"x"}""");
        JsonNode free = await PostForJsonAsync(Emulators.WorkersAI, Run(Llama), """{"prompt":"x","max_tokens":1000}""");

        limited["result"]!["usage"]!["completion_tokens"]!.GetValue<int>().Should().Be(256);
        free["result"]!["usage"]!["completion_tokens"]!.GetValue<int>().Should().BeGreaterThan(390);
    }

    [Fact]
    public async Task Batch_is_queued_then_running_then_done()
    {
        string path = Run("@cf/baai/bge-m3") + "?queueRequest=true";
        JsonNode queued = await PostForJsonAsync(
            Emulators.WorkersAI, path, """{"requests":[{"text":"a","external_reference":"first"},{"text":5,"external_reference":"second"}]}""");
        string poll = $$"""{"request_id":"{{queued["result"]!["request_id"]}}"}""";
        JsonNode running = await PostForJsonAsync(Emulators.WorkersAI, path, poll);
        JsonNode done = await PostForJsonAsync(Emulators.WorkersAI, path, poll);

        queued["result"]!["status"]!.GetValue<string>().Should().Be("queued");
        running["result"]!["status"]!.GetValue<string>().Should().Be("running");
        done["result"]!["responses"]!.AsArray().Select(r => (r!["external_reference"]!.GetValue<string>(), r["success"]!.GetValue<bool>()))
            .Should().Equal(("first", true), ("second", false));
    }

    [Fact]
    public async Task A_changed_schema_and_an_announced_end_are_told_of_one_model_alone()
    {
        const string One = "@cf/meta/llama-3.1-8b-instruct";
        const string Other = "@cf/meta/llama-3.1-8b-instruct-fast";
        JsonNode before = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, SchemaOf(Other)));
        Emulators.WorkersAI.AddInput(One, "verbosity", "{\"type\":\"string\"}");
        Emulators.WorkersAI.Deprecate(One, new DateOnly(2027, 1, 31));

        JsonNode one = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, SchemaOf(One)));
        JsonNode other = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, SchemaOf(Other)));
        JsonNode found = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, $"/accounts/{Emulators.WorkersAI.AccountId}/ai/models/search?search=llama-3.1-8b-instruct"));

        one["result"]!["input"]!["properties"]!["verbosity"]!["type"]!.GetValue<string>().Should().Be("string");
        other.ToJsonString().Should().Be(before.ToJsonString());
        found["result"]!.AsArray().Select(model => (model!["name"]!.GetValue<string>(), model["properties"]!.AsArray()
            .FirstOrDefault(property => property!["property_id"]!.GetValue<string>() == "planned_deprecation_date")?["value"]!.GetValue<string>()))
            .Should().Equal((One, "2027-01-31"), (Other, null));

        string SchemaOf(string model) => $"/accounts/{Emulators.WorkersAI.AccountId}/ai/models/schema?model={model}";
    }

    [Fact]
    public async Task Search_ignores_per_page_and_schema_gives_what_is_enforced()
    {
        string root = $"/accounts/{Emulators.WorkersAI.AccountId}/ai/models";
        JsonNode all = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, $"{root}/search?per_page=2"));
        JsonNode none = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, $"{root}/search?search=nonsense"));
        JsonNode schema = await ReadJsonAsync(await GetAsync(Emulators.WorkersAI, $"{root}/schema?model=@cf/black-forest-labs/flux-1-schnell"));

        all["result"]!.AsArray().Count.Should().BeGreaterThan(20);
        none["result"]!.AsArray().Should().BeEmpty();
        schema["result"]!["input"]!["properties"]!.AsObject().Select(property => property.Key).Should().Equal("prompt", "steps");
    }
}
