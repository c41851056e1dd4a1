using System.Drawing;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Emulators;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Resilience;

namespace Router.Providers.Tests.WorkersAI;

/// <summary>Over real sockets, against the emulated service, which refuses what the real one refuses.</summary>
public sealed class EmulatorTests : IAsyncLifetime, IDisposable
{
    private EmulatorHost _host = null!;
    private HttpClient _http = null!;
    private IProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync();
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        _provider = WorkersAIRig.Create(_http, TimeProvider.System,
            ("accountId", _host.WorkersAI.AccountId), ("apiToken", _host.WorkersAI.ApiKey), ("endpoint", _host.WorkersAI.Endpoint.ToString()));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _http.Dispose();

    public static TheoryData<string, bool> Models()
    {
        TheoryData<string, bool> data = [];
        foreach (string model in (string[])[WorkersAIRig.Native, WorkersAIRig.Newer, WorkersAIRig.Kimi, "@cf/google/gemma-4-26b-a4b-it", "@hf/nousresearch/hermes-2-pro-mistral-7b"])
        {
            data.Add(model, false);
            data.Add(model, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Text_functions_and_JSON_make_the_whole_round(string model, bool stream)
    {
        AIFunctionDeclaration add = AIFunctionFactory.CreateDeclaration("add", "Adds.",
            System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""").RootElement);
        _host.WorkersAI.Replies.Enqueue(Reply.Say("The price is $0.50, not 6."), Reply.Call("add", """{"a":1}"""), Reply.Say("done"), Reply.Say("""{"x":1}"""));
        List<ChatMessage> conversation = [new(ChatRole.User, "price?")];

        ChatResponse text = await AskAsync(model, stream, conversation);
        ChatResponse call = await AskAsync(model, stream, conversation, new() { Tools = [add] });
        FunctionCallContent called = call.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        conversation.AddRange(call.Messages);
        conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(called.CallId, 2)]));
        ChatResponse after = await AskAsync(model, stream, conversation, new() { Tools = [add] });
        ChatResponse json = await AskAsync(model, stream, conversation, new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement, "x"),
        });

        text.Text.Should().Be("The price is $0.50, not 6.");
        text.ModelId.Should().Be(model);
        text.Usage!.OutputTokenCount.Should().BePositive();
        called.Arguments!["a"]!.ToString().Should().Be("1");
        call.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        after.Text.Should().Be("done");
        json.Text.Replace(" ", "", StringComparison.Ordinal).Should().Be("""{"x":1}""");
    }

    [Theory]
    [InlineData(StreamShape.Native)]
    [InlineData(StreamShape.OpenAIChunks)]
    [InlineData(StreamShape.Gemma)]
    [InlineData(StreamShape.JsonScalars)]
    [InlineData(StreamShape.JsonBody)]
    [InlineData(StreamShape.SingleLineFeeds)]
    public async Task Every_stream_shape_arrives_over_a_socket(StreamShape shape)
    {
        foreach (string model in (string[])[WorkersAIRig.Native, WorkersAIRig.Newer])
        {
            _host.WorkersAI.Replies.Enqueue(new Reply { Text = "$0.50", Pieces = ["$", "0.50"], Shape = shape });

            (await AskAsync(model, true, [new(ChatRole.User, "price?")])).Text.Should().Be("$0.50", model);
        }
    }

    [Theory]
    [InlineData("@cf/black-forest-labs/flux-1-schnell")]
    [InlineData("@cf/stabilityai/stable-diffusion-xl-base-1.0")]
    [InlineData("@cf/black-forest-labs/flux-2-dev")]
    [InlineData("@cf/leonardo/phoenix-1.0")]
    [InlineData("@cf/leonardo/lucid-origin")]
    public async Task An_image_is_made_and_described(string painter)
    {
        IImageGenerator images = _provider.CreateImageGenerator(new(painter))!;

        AIContent image = (await images.GenerateAsync(new("a red circle on a blue background"), new() { ImageSize = new Size(256, 256) })).Contents.Single();
        ChatResponse caption = await AskAsync(WorkersAIRig.Caption, false, [new(ChatRole.User, [image, new TextContent("describe")])]);
        ChatResponse seen = await AskAsync("@cf/meta/llama-3.2-11b-vision-instruct", true, [new(ChatRole.User, [image, new TextContent("describe")])]);

        ((DataContent)image).MediaType.Should().Be("image/png");
        caption.Text.Should().Contain("red circle");
        seen.Text.Should().Contain("red circle");
    }

    [Theory]
    [InlineData("4006", FailureClass.QuotaExhausted)]
    [InlineData("3040", FailureClass.Capacity)]
    [InlineData("3021", FailureClass.RateLimited)]
    [InlineData("5016", FailureClass.Credential)]
    [InlineData("3030.flagged", FailureClass.ContentPolicy)]
    [InlineData("8007.context", FailureClass.ContextTooLong)]
    [InlineData("5028", FailureClass.ModelGone)]
    [InlineData("5024", FailureClass.Malformed)]
    public async Task Errors_are_told_apart_over_a_socket(string code, FailureClass expected)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            _host.WorkersAI.Faults.Next(Fault.WithCode(code));
            Func<Task> act = () => AskAsync(WorkersAIRig.Native, stream, [new(ChatRole.User, "hello")]);

            _provider.Classifier.Classify((await act.Should().ThrowAsync<ProviderException>()).Which).Class.Should().Be(expected);
        }
    }

    [Fact]
    public async Task Broken_connections_and_errors_in_streams_never_pass_for_answers()
    {
        foreach (Fault fault in (Fault[])[Fault.CutAfter(30), Fault.EndAfter(30), Fault.ErrorInStream(1, "3040"), new Fault { Html = true }, new Fault { EmptyBody = true }])
        {
            foreach (string model in (string[])[WorkersAIRig.Native, WorkersAIRig.Newer])
            {
                _host.WorkersAI.Replies.Enqueue(Reply.Say("one two three four five"));
                _host.WorkersAI.Faults.Next(fault);
                Func<Task> act = () => AskAsync(model, true, [new(ChatRole.User, "hello")]);

                await act.Should().ThrowAsync<ProviderException>();
                _host.WorkersAI.Replies.Clear();
            }
        }
    }

    private Task<ChatResponse> AskAsync(string model, bool stream, List<ChatMessage> messages, ChatOptions? options = null)
    {
        IChatClient client = _provider.CreateChatClient(new ModelReference(model))!;
        return stream ? client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync() : client.GetResponseAsync(messages, options);
    }
}
