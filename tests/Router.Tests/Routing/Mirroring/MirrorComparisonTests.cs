using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Routing;
using Router.Routing.Mirroring;

namespace Router.Tests.Routing.Mirroring;

public sealed class MirrorComparisonTests
{
    [Fact]
    public void A_stream_and_a_whole_answer_of_the_same_text_are_equal()
    {
        MirrorAnswer streamed = new();
        foreach (string part in new[] { "He", "", "llo, wor", "ld" })
        {
            streamed.Observe(new ChatResponseUpdate(ChatRole.Assistant, part));
        }

        streamed.Observe(new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop });
        MirrorComparison comparison = Compare(streamed, Whole("Hello, world"));
        comparison.SameText.Should().BeTrue();
        comparison.SameFinishReason.Should().BeTrue();
        comparison.SameToolCalls.Should().BeTrue();
        comparison.PrimaryLength.Should().Be(12);
        comparison.MirrorLength.Should().Be(12);
        comparison.DurationDifference.Should().BeNull("neither came through a route");
        comparison.CostDifference.Should().BeNull();
    }

    [Theory]
    [InlineData("Hello", "hello")]
    [InlineData("Hello", "Hello ")]
    [InlineData("", "x")]
    [InlineData("ab", "ba")]
    public void Any_other_text_differs(string left, string right) => Compare(Whole(left), Whole(right)).SameText.Should().BeFalse();

    [Fact]
    public void Reasons_to_end_are_compared() =>
        Compare(Whole("a"), Whole("a", ChatFinishReason.Length)).SameFinishReason.Should().BeFalse();

    [Fact]
    public void Durations_and_costs_are_told_as_what_the_mirror_took_more()
    {
        MirrorComparison comparison = Compare(
            Whole("a", report: Report(seconds: 3, tokens: 10)), Whole("a", report: Report(seconds: 2, tokens: 15)));
        comparison.DurationDifference.Should().Be(TimeSpan.FromSeconds(-1));
        comparison.CostDifference.Should().Be(5);
        Compare(Whole("a", report: Report(seconds: 3, tokens: null)), Whole("a", report: Report(seconds: 3, tokens: 1)))
            .CostDifference.Should().BeNull("an unknown cost is not zero");
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"x":[1,2],"y":null}}""", """{ "b": {"y": null, "x": [1, 2]}, "a": 1.0 }""", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":1}""", """{"b":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":1}""", false)]
    [InlineData("""{"a":"1"}""", """{"a":"1"}""", true)]
    [InlineData("{}", "{}", true)]
    public void Arguments_are_compared_by_what_they_mean(string left, string right, bool same) =>
        Compare(Calls(("pay", left)), Calls(("pay", right))).SameToolCalls.Should().Be(same);

    [Fact]
    public void Tools_are_compared_by_name_count_and_order()
    {
        Compare(Calls(("a", "{}"), ("b", "{}")), Calls(("a", "{}"), ("b", "{}"))).SameToolCalls.Should().BeTrue();
        Compare(Calls(("a", "{}"), ("b", "{}")), Calls(("b", "{}"), ("a", "{}"))).SameToolCalls.Should().BeFalse();
        Compare(Calls(("a", "{}")), Calls(("A", "{}"))).SameToolCalls.Should().BeFalse();
        Compare(Calls(("a", "{}")), Calls()).SameToolCalls.Should().BeFalse();
    }

    [Fact]
    public void Arguments_of_either_form_are_equal_and_what_a_tool_does_to_them_is_not_seen()
    {
        Dictionary<string, object?> plain = new() { ["count"] = 2, ["name"] = "x", ["none"] = null, ["sure"] = true };
        MirrorAnswer left = Answer(new FunctionCallContent("1", "pay", plain));
        plain["count"] = 3;
        MirrorAnswer right = Calls(("pay", """{"count":2,"name":"x","none":null,"sure":true}"""));
        Compare(left, right).SameToolCalls.Should().BeTrue();
        Compare(Answer(new FunctionCallContent("1", "pay", plain)), right).SameToolCalls.Should().BeFalse();
    }

    private static MirrorComparison Compare(MirrorAnswer primary, MirrorAnswer mirrored) =>
        MirrorComparison.Of(primary, mirrored, static report => report.Attempts.Sum(attempt => attempt.OutputTokens) is > 0 and var cost ? cost : null);

    private static MirrorAnswer Whole(string text, ChatFinishReason? finish = null, RouteReport? report = null)
    {
        ChatResponse response = new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = finish ?? ChatFinishReason.Stop };
        if (report is not null)
        {
            response.AdditionalProperties = new AdditionalPropertiesDictionary { [RouteReport.PropertyName] = report };
        }

        MirrorAnswer answer = new();
        answer.Observe(response);
        return answer;
    }

    private static MirrorAnswer Calls(params (string Name, string Arguments)[] calls) => Answer(
        [.. calls.Select(call => new FunctionCallContent(
            "id", call.Name, JsonDocument.Parse(call.Arguments).RootElement.EnumerateObject().ToDictionary(part => part.Name, part => (object?)part.Value)))]);

    private static MirrorAnswer Answer(params AIContent[] contents)
    {
        MirrorAnswer answer = new();
        answer.Observe(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents])));
        return answer;
    }

    private static RouteReport Report(int seconds, long? tokens) => new()
    {
        Route = "r",
        Target = "t",
        Provider = "p",
        Model = "m",
        Duration = TimeSpan.FromSeconds(seconds),
        Attempts = [new RouteAttempt { Target = "t", Provider = "p", Model = "m", OutputTokens = tokens }],
    };
}
