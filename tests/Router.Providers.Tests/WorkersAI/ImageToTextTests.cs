using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Catalog;

namespace Router.Providers.Tests.WorkersAI;

public sealed class ImageToTextTests
{
    private static readonly DataContent Old = new(new byte[] { 9 }, "image/png");
    private static readonly DataContent New = new(new byte[] { 0, 127, 255 }, "image/png");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_image_and_the_latest_question_become_a_description(bool stream)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"description":" a cat"}"""));

        ChatResponse response = await rig.AskAsync(WorkersAIRig.Caption, stream, new() { Instructions = "Be brief.", Temperature = 0.5f },
            new ChatMessage(ChatRole.User, [Old, new TextContent("first")]),
            new ChatMessage(ChatRole.User, [New, new TextContent("what is it?")]),
            new ChatMessage(ChatRole.Assistant, "?"));

        response.Text.Should().Be(" a cat");
        response.ModelId.Should().Be(WorkersAIRig.Caption);
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        rig.Handler.Requests.Should().ContainSingle();
        rig.Handler.Requests[0].Path.Should().EndWith("/ai/run/" + WorkersAIRig.Caption);
        JsonNode.DeepEquals(rig.Sent, JsonNode.Parse("""{"image":[0,127,255],"prompt":"Be brief.\n\nwhat is it?","max_tokens":512,"temperature":0.5}"""))
            .Should().BeTrue(rig.Sent.ToJsonString());
    }

    [Fact]
    public async Task A_picture_alone_is_described()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"description":"x"}"""));

        await rig.AskAsync(WorkersAIRig.Caption, messages: new ChatMessage(ChatRole.User, [New]));

        rig.Sent["prompt"]!.ToString().Should().Be("Describe this image.");
    }

    [Fact]
    public async Task What_the_model_cannot_take_is_refused_before_it_is_sent()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("{}");
        ChatMessage image = new(ChatRole.User, [New]);
        Func<Task> none = () => rig.AskAsync(WorkersAIRig.Caption);
        Func<Task> address = () => rig.AskAsync(WorkersAIRig.Caption, messages: new ChatMessage(ChatRole.User, [New, new UriContent("https://a.test/x.png", "image/png")]));
        Func<Task> tools = () => rig.AskAsync(WorkersAIRig.Caption, options: new() { Tools = [AIFunctionFactory.Create(() => 1, "f")] }, messages: image);
        Func<Task> json = () => rig.AskAsync(WorkersAIRig.Caption, options: new() { ResponseFormat = ChatResponseFormat.Json }, messages: image);

        await none.Should().ThrowAsync<ArgumentException>();
        await address.Should().ThrowAsync<ArgumentException>();
        await tools.Should().ThrowAsync<NotSupportedException>();
        await json.Should().ThrowAsync<NotSupportedException>();
        rig.Handler.Requests.Should().BeEmpty();
    }

    [Fact]
    public void Its_abilities_are_known()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("{}");

        rig.Provider.Describe(WorkersAIRig.Caption).Should().Be(new ModelCapabilities { ImageInput = true, Tools = false, JsonSchema = false });
        rig.Provider.Describe("@cf/meta/llama-3.1-8b-instruct").ImageInput.Should().BeFalse();
        rig.Provider.Describe("@cf/meta/llama-3.2-11b-vision-instruct").ImageInput.Should().BeTrue();
        rig.Provider.Describe("@cf/someone/unknown").Should().Be(ModelCapabilities.Unknown);
        rig.Provider.CreateImageGenerator(new(WorkersAIRig.Caption)).Should().BeNull();
        rig.Provider.CreateChatClient(new("@cf/black-forest-labs/flux-1-schnell")).Should().BeNull();
    }
}
