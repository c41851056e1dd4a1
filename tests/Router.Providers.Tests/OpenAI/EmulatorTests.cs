using System.Drawing;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Emulators.Chat;
using Router.Resilience;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Over real sockets, against the emulated service, which refuses what the real one refuses.</summary>
public sealed class EmulatorTests : IAsyncLifetime
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""");

    private EmulatorBench _bench = null!;

    public static TheoryData<bool> Both => [false, true];

    public async Task InitializeAsync() => _bench = await EmulatorBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Text_comes_with_usage_and_the_snapshot_that_answered(bool stream)
    {
        _bench.Service.Replies.Enqueue(Reply.Say("The price is $0.50, 日本 🎉."));

        ChatResponse response = await _bench.AskAsync(stream, "price?", new() { Instructions = "be short", Temperature = 0.1f, MaxOutputTokens = 100, StopSequences = ["###"] });

        response.Should().BeEquivalentTo(new { Text = "The price is $0.50, 日本 🎉.", ModelId = "gpt-4o-mini-2024-07-18", FinishReason = ChatFinishReason.Stop });
        response.Usage!.InputTokenCount.Should().BePositive();
        response.Usage.OutputTokenCount.Should().BePositive();
        response.ResponseId.Should().NotBeEmpty();
        _bench.Service.Requests.Count.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_answer_that_reached_its_limit_says_so(bool stream)
    {
        ChatResponse response = await _bench.AskAsync(stream, "one two three four five six", new() { MaxOutputTokens = 2 });

        response.FinishReason.Should().Be(ChatFinishReason.Length);
        response.Text.Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Parallel_functions_make_the_whole_round(bool stream)
    {
        ChatOptions options = new()
        {
            Tools = [AIFunctionFactory.CreateDeclaration("add", "Adds.", Schema), AIFunctionFactory.CreateDeclaration("sub", "Subtracts.", Schema)],
            AllowMultipleToolCalls = true,
        };
        List<ChatMessage> conversation = [new(ChatRole.User, """call add with {"a":1} and call sub with {"a":2}""")];

        ChatResponse called = await _bench.AskAsync(stream, conversation, options);
        FunctionCallContent[] calls = [.. called.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()];
        conversation.AddRange(called.Messages);
        conversation.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call.CallId, $"{call.Name}-result"))]));
        ChatResponse answered = await _bench.AskAsync(stream, conversation, options);

        called.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        calls.Select(call => (call.Name, ((JsonElement)call.Arguments!["a"]!).GetInt32())).Should().Equal(("add", 1), ("sub", 2));
        answered.Text.Should().Contain("add-result").And.Contain("sub-result");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_function_that_is_required_is_called(bool stream)
    {
        ChatResponse response = await _bench.AskAsync(stream, "hello", new()
        {
            Tools = [AIFunctionFactory.CreateDeclaration("add", "Adds.", Schema)],
            ToolMode = ChatToolMode.RequireSpecific("add"),
        });

        response.Messages[0].Contents.OfType<FunctionCallContent>().Should().ContainSingle().Which.Arguments.Should().ContainKey("a");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_structured_answer_keeps_to_its_schema(bool stream, bool? strict)
    {
        ChatResponse response = await _bench.AskAsync(stream, "hello", new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "thing"),
            AdditionalProperties = strict is null ? null : new() { ["strict"] = strict },
        });

        JsonElement.Parse(response.Text).GetProperty("a").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_picture_that_one_model_painted_is_seen_by_another(bool stream)
    {
        ImageGenerationResponse painted = await Painter("gpt-image-1").GenerateAsync(
            new("a red circle on a blue background"), new() { ImageSize = new Size(1024, 1024), Count = 2 });

        ChatResponse caption = await _bench.AskAsync(stream, [new(ChatRole.User, [new TextContent("what is it?"), painted.Contents[0]])]);

        painted.Contents.Should().HaveCount(2).And.AllBeOfType<DataContent>().And.OnlyContain(c => ((DataContent)c).MediaType == "image/png");
        painted.Usage!.OutputTokenCount.Should().BePositive();
        caption.Text.Should().Contain("red circle");
    }

    [Fact]
    public async Task A_picture_is_edited_and_one_may_come_as_an_address()
    {
        DataContent first = (DataContent)(await Painter("gpt-image-1").GenerateAsync(new("a red circle on a blue background"))).Contents[0];

        DataContent edited = (DataContent)(await Painter("gpt-image-1").GenerateAsync(new("a green square", [first]))).Contents[0];
        UriContent address = (UriContent)(await Painter("dall-e-3").GenerateAsync(
            new("a green square on white"), new() { ResponseFormat = ImageGenerationResponseFormat.Uri })).Contents[0];

        foreach (AIContent picture in (AIContent[])[edited, address])
        {
            (await _bench.AskAsync(false, [new(ChatRole.User, [picture])])).Text.Should().Contain("green square");
        }

        address.AdditionalProperties!["revised_prompt"].Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Reasoning_is_asked_for_and_counted(bool stream)
    {
        ChatResponse response = await _bench.AskAsync(
            stream, "hello", new() { Reasoning = new() { Effort = ReasoningEffort.Low }, MaxOutputTokens = 500 }, "o4-mini");

        response.Text.Should().Contain("hello");
        response.Usage!.ReasoningTokenCount.Should().BePositive();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_refusal_is_told_and_can_be_sent_back(bool stream)
    {
        List<ChatMessage> conversation = [new(ChatRole.User, "[refuse]")];

        ChatResponse refused = await _bench.AskAsync(stream, conversation);
        conversation.AddRange(refused.Messages);
        conversation.Add(new(ChatRole.User, "then hello"));

        refused.Text.Should().BeEmpty();
        refused.Messages[0].Contents.OfType<ErrorContent>().Should().ContainSingle().Which.Message.Should().StartWith("I'm sorry");
        (await _bench.AskAsync(stream, conversation)).Text.Should().Contain("then hello");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Only_the_first_of_several_answers_is_one(bool stream)
    {
        _bench.Service.Replies.Enqueue(Reply.Say("one answer"));

        (await _bench.AskAsync(stream, "hello", new() { AdditionalProperties = new() { ["n"] = 3 } })).Text.Should().Be("one answer");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_service_refuses_by_itself_is_classified(bool stream)
    {
        Func<Task>[] asked =
        [
            () => _bench.AskAsync(stream, "hello", model: "gpt-0"),
            () => _bench.AskAsync(stream, "hello", new() { AdditionalProperties = new() { ["no_such_field"] = 1 } }),
            () => _bench.Create("sk-wrong").CreateChatClient(new(EmulatorBench.Model))!.GetResponseAsync("hello"),
        ];

        List<FailureClass> classes = [];
        foreach (Func<Task> ask in asked)
        {
            ProviderException failure = (await ask.Should().ThrowAsync<ProviderException>()).Which;
            classes.Add(_bench.Provider.Classifier.Classify(failure).Class);
            failure.RequestId.Should().StartWith("req_");
            failure.ToString().Should().NotContain("hello").And.NotContain("sk-");
        }

        classes.Should().Equal(FailureClass.ModelGone, FailureClass.CallerFault, FailureClass.Credential);
    }

    private IImageGenerator Painter(string model) => _bench.Provider.CreateImageGenerator(new ModelReference(model))!;
}
