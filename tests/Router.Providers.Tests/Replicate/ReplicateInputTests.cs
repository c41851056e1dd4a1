using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Providers.Replicate;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateInputTests
{
    [Theory]
    [InlineData("u:Hi", null, "Hi", "")]
    [InlineData("u: Hi \n", null, " Hi \n", "")]
    [InlineData("s:Be kind|u:Hi", null, "Hi", "Be kind")]
    [InlineData("s:Be kind|u:Hi|s:And short", "First", "Hi", "First\n\nBe kind\n\nAnd short")]
    [InlineData("u:Hi|a:Hello|u:More", null, "User: Hi\n\nAssistant: Hello\n\nUser: More\n\nAssistant:", "")]
    [InlineData("u:Hi|a:Hel", null, "User: Hi\n\nAssistant: Hel", "")]
    [InlineData("a:Hello", null, "Assistant: Hello", "")]
    [InlineData("u:Hi|u:There", null, "User: Hi\n\nUser: There\n\nAssistant:", "")]
    [InlineData("s:Only", null, "", "Only")]
    public void A_conversation_becomes_a_prompt_and_a_system_prompt(string turns, string? instructions, string prompt, string system)
    {
        ReplicateConversation read = ReplicateConversation.Read(Messages(turns), instructions);

        read.Prompt.Should().Be(prompt);
        read.System.Should().Be(system);
    }

    [Fact]
    public async Task Options_become_the_fields_that_most_models_share()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");
        ChatOptions options = new()
        {
            Instructions = "Be kind",
            MaxOutputTokens = 10,
            Temperature = 0.7f,
            TopP = 0.9f,
            TopK = 3,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            Seed = 42,
            StopSequences = ["END", "\n"],
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
        };

        await bench.AskAsync(streaming: false, options);

        JsonNode.DeepEquals(bench.Input(), JsonNode.Parse(
            """
            {"prompt":"Hi","system_prompt":"Be kind","max_tokens":10,"temperature":0.7,"top_p":0.9,"top_k":3,
            "frequency_penalty":0.1,"presence_penalty":0.2,"seed":42,"stop_sequences":"END,\n","reasoning_effort":"low"}
            """)).Should().BeTrue(bench.Input().ToJsonString());
    }

    [Fact]
    public async Task The_callers_own_fields_win_and_a_null_one_takes_a_field_away()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");
        ChatOptions options = new()
        {
            MaxOutputTokens = 10,
            TopK = 1,
            AdditionalProperties = new()
            {
                ["max_tokens"] = 20,
                ["top_k"] = null,
                ["prompt_template"] = "{prompt}",
                ["flag"] = true,
                ["ratio"] = 0.5,
                ["list"] = JsonDocument.Parse("[1.50,2]").RootElement,
                ["node"] = new JsonObject { ["a"] = 1 },
            },
        };

        await bench.AskAsync(streaming: false, options);

        bench.Input().ToJsonString().Should().Be(
            """{"prompt":"Hi","max_tokens":20,"prompt_template":"{prompt}","flag":true,"ratio":0.5,"list":[1.50,2],"node":{"a":1}}""");
    }

    [Fact]
    public async Task Fields_are_renamed_and_left_out_as_the_settings_say()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");
        bench.Settings["fields.max_tokens"] = "max_new_tokens";
        bench.Settings["fields.system_prompt"] = "";
        bench.Settings["fields.top_k"] = "";

        await bench.AskAsync(streaming: false, new ChatOptions { Instructions = "Be kind", MaxOutputTokens = 10, TopK = 1 });

        bench.Input().ToJsonString().Should().Be("""{"prompt":"Be kind\n\nHi","max_new_tokens":10}""");
    }

    [Fact]
    public async Task An_input_of_the_callers_own_making_is_the_start()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");

        await bench.AskAsync(streaming: false, new ChatOptions { RawRepresentationFactory = _ => new JsonObject { ["mode"] = "x", ["prompt"] = "y" } });

        bench.Input().ToJsonString().Should().Be("""{"mode":"x","prompt":"Hi"}""");
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(256 * 1024, false)]
    [InlineData((256 * 1024) + 1, true)]
    public async Task A_small_image_is_a_data_uri_and_a_large_one_is_uploaded(int size, bool uploaded)
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"a cat\"");
        bench.OnOther = (_, _) => Task.FromResult(StubHttpHandler.Json("""{"id":"f1","urls":{"get":"https://api.replicate.com/v1/files/f1"}}"""));
        DataContent image = new(new byte[size], "image/png");

        await bench.Chat().GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("What is it?"), image])]);

        bench.Input()["prompt"]!.GetValue<string>().Should().Be("What is it?");
        bench.Input()["image"]!.GetValue<string>().Should().Be(uploaded ? "https://api.replicate.com/v1/files/f1" : image.Uri);
        bench.Handler.Requests.Count(request => request.Path == "/v1/files").Should().Be(uploaded ? 1 : 0);
        if (uploaded)
        {
            RecordedRequest upload = bench.Handler.Requests[0];
            upload.Header("Content-Type").Should().StartWith("multipart/form-data");
            upload.Header("Authorization").Should().Be($"Bearer {ReplicateBench.Token}");
            upload.Text.Should().Contain("name=content").And.Contain("image/png");
            upload.Body.Length.Should().BeGreaterThan(size);
        }
    }

    [Fact]
    public async Task An_images_address_is_passed_on()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"a cat\"");

        await bench.Chat().GetResponseAsync([new ChatMessage(ChatRole.User, [new UriContent("https://example.com/cat.png", "image/png")])]);

        bench.Input().ToJsonString().Should().Be("""{"image":"https://example.com/cat.png"}""");
    }

    public static TheoryData<string> Impossible => ["tools", "json", "schema", "comma", "call", "result", "audio", "images"];

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task What_cannot_be_done_is_said_before_anything_is_sent(string what)
    {
        ReplicateBench bench = new();
        DataContent image = new(new byte[] { 1 }, "image/png");
        AIContent[] contents = what switch
        {
            "call" => [new FunctionCallContent("c", "f")],
            "result" => [new FunctionResultContent("c", "r")],
            "audio" => [new DataContent(new byte[] { 1 }, "audio/wav")],
            "images" => [image, image],
            _ => [new TextContent("Hi")],
        };
        ChatOptions options = what switch
        {
            "tools" => new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, JsonDocument.Parse("{}").RootElement)] },
            "json" => new() { ResponseFormat = ChatResponseFormat.Json },
            "schema" => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("{}").RootElement) },
            "comma" => new() { StopSequences = ["a,b"] },
            _ => new(),
        };
        ChatMessage[] messages = [new(ChatRole.User, contents)];

        Func<Task> unary = () => bench.Chat().GetResponseAsync(messages, options);
        Func<Task> streamed = () => bench.Chat().GetStreamingResponseAsync(messages, options).ToChatResponseAsync();

        await unary.Should().ThrowAsync<NotSupportedException>();
        await streamed.Should().ThrowAsync<NotSupportedException>();
        bench.Handler.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Tools_that_may_not_be_used_do_no_harm()
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", "\"ok\"");
        ChatOptions options = new()
        {
            Tools = [AIFunctionFactory.CreateDeclaration("f", null, JsonDocument.Parse("{}").RootElement)],
            ToolMode = ChatToolMode.None,
        };

        (await bench.AskAsync(streaming: false, options)).Text.Should().Be("ok");
    }

    private static IEnumerable<ChatMessage> Messages(string turns) => turns.Split('|').Select(turn => new ChatMessage(
        turn[0] switch { 's' => ChatRole.System, 'a' => ChatRole.Assistant, _ => ChatRole.User }, turn[2..]));
}
