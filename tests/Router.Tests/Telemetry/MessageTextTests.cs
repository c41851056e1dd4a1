using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Telemetry;

namespace Router.Tests.Telemetry;

public sealed class MessageTextTests
{
    [Fact]
    public void Every_kind_of_content_becomes_a_part_of_valid_json()
    {
        ChatMessage message = new(ChatRole.Assistant,
        [
            new TextContent("a \"quoted\" line\n\ud800"), new TextReasoningContent("why"), new FunctionCallContent("1", "f"),
            new FunctionResultContent("1", "r"), new FunctionResultContent("2", null), new DataContent(new byte[] { 1 }, "image/png"),
            new ErrorContent("e"),
        ]);

        using JsonDocument json = JsonDocument.Parse(MessageText.Write([message]));

        JsonElement only = json.RootElement.EnumerateArray().Single();
        only.GetProperty("role").GetString().Should().Be("assistant");
        only.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("type").GetString())
            .Should().Equal("text", "reasoning", "tool_call", "tool_call_response", "tool_call_response", "blob", "ErrorContent");
    }
}
