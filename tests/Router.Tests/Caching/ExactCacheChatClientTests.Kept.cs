using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Caching;
using Router.TestKit;

namespace Router.Tests.Caching;

/// <content>What is kept, and what is not.</content>
public sealed partial class ExactCacheChatClientTests
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_caller_forbids_is_neither_found_nor_kept_and_no_provider_hears_of_it(bool stream)
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("one"), ScriptedTurn.Text("two"), ScriptedTurn.Text("three"));
        using ExactCacheChatClient client = Client(inner);
        ChatOptions off = new() { AdditionalProperties = new() { [CacheProperties.State] = CacheProperties.Off } };
        ChatOptions plain = new();

        string[] texts =
        [
            (await AskAsync(client, stream, off)).Text,
            (await AskAsync(client, stream, plain)).Text,
            (await AskAsync(client, stream, off)).Text,
            (await AskAsync(client, stream, plain)).Text,
        ];

        texts.Should().Equal("one", "two", "three", "two");
        inner.Calls.Should().OnlyContain(call => call.Options!.AdditionalProperties == null || call.Options.AdditionalProperties.Count == 0);
        inner.Calls[1].Options.Should().BeSameAs(plain);
        off.AdditionalProperties.Should().ContainKey(CacheProperties.State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_is_not_a_whole_good_answer_is_not_kept(bool stream)
    {
        foreach (ScriptedTurn turn in new[]
        {
            Ending("x", ChatFinishReason.Length),
            Ending("x", ChatFinishReason.ContentFilter),
            Ending("x", null),
            Ending("", ChatFinishReason.Stop),
            Ending("x", new ChatFinishReason("odd")),
            Of(new ErrorContent("no")),
            Of(new FunctionCallContent("c", "f")),
            Of(new TextContent("x"), update => update.ConversationId = "held"),
            Of(new TextContent("x"), update => update.AdditionalProperties = new() { ["x"] = new List<int> { 1 } }),
            Of(new TextContent("x"), update => update.AdditionalProperties = new() { [CacheProperties.State] = CacheProperties.Hit }),
            Of(new OwnContent()),
        })
        {
            ScriptedChatClient inner = new(_clock, turn);
            using ExactCacheChatClient client = Client(inner);

            await AskAsync(client, stream);
            await AskAsync(client, stream);

            inner.Calls.Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task An_answer_that_goes_on_at_the_provider_is_not_kept()
    {
        LambdaAnswer inner = new(new ChatResponse(new ChatMessage(ChatRole.Assistant, "x"))
        {
            FinishReason = ChatFinishReason.Stop,
            ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }),
        });
        using ExactCacheChatClient client = Client(inner);

        await client.GetResponseAsync("q");
        await client.GetResponseAsync("q");

        inner.Calls.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cut_answer_is_kept_where_it_is_said(bool stream)
    {
        ScriptedChatClient inner = new(_clock, Ending("x", ChatFinishReason.Length));
        using ExactCacheChatClient client = Client(inner, new() { IncompleteAnswers = true });

        await AskAsync(client, stream);
        ChatResponse second = await AskAsync(client, stream);

        second.FinishReason.Should().Be(ChatFinishReason.Length);
        inner.Calls.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Failures_are_not_kept(bool stream)
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Cut("x", new IOException("broke")), ScriptedTurn.Text("good"));
        using ExactCacheChatClient client = Client(inner);

        await FluentActions.Awaiting(() => AskAsync(client, stream)).Should().ThrowAsync<IOException>();

        (await AskAsync(client, stream)).Text.Should().Be("good");
    }

    [Fact]
    public async Task A_stream_that_is_left_early_is_not_kept_and_is_closed()
    {
        ScriptedChatClient inner = new(_clock, Answer("a", "b"));
        using ExactCacheChatClient client = Client(inner);

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("q"))
        {
            break;
        }

        inner.Calls[0].Ended.Should().BeTrue();
        await AskAsync(client, stream: true);
        inner.Calls.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_turn_with_functions_is_kept_where_it_is_said(bool keptAsStream, bool askedAsStream)
    {
        ScriptedTurn turn = Of(
            new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["n"] = 1, ["s"] = "x", ["j"] = JsonElement.Parse("[1]") }),
            update => update.FinishReason = ChatFinishReason.ToolCalls);
        ChatOptions options = new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, JsonElement.Parse("{}"))] };
        ScriptedChatClient never = new(_clock, turn);
        ScriptedChatClient inner = new(_clock, turn);
        using ExactCacheChatClient strict = Client(never);
        using ExactCacheChatClient client = Client(inner, new() { Tools = true });

        await AskAsync(strict, keptAsStream, options);
        await AskAsync(strict, askedAsStream, options);
        await AskAsync(client, keptAsStream, options);
        ChatResponse second = await AskAsync(client, askedAsStream, options);

        never.Calls.Should().HaveCount(2);
        inner.Calls.Should().ContainSingle();
        FunctionCallContent call = second.Messages.Single().Contents.OfType<FunctionCallContent>().Single();
        (call.CallId, call.Name, call.Arguments!["n"], call.Arguments["s"]).Should().Be(("c", "f", 1, "x"));
        ((JsonElement)call.Arguments["j"]!).GetRawText().Should().Be("[1]");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_call_that_could_not_be_read_is_not_kept(bool stream)
    {
        ScriptedChatClient inner = new(_clock, Of(new FunctionCallContent("c", "f") { Exception = new JsonException() }));
        using ExactCacheChatClient client = Client(inner, new() { Tools = true });

        await AskAsync(client, stream);
        await AskAsync(client, stream);

        inner.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_report_of_the_route_is_not_kept()
    {
        LambdaAnswer inner = new(new ChatResponse(new ChatMessage(ChatRole.Assistant, "x"))
        {
            FinishReason = ChatFinishReason.Stop,
            AdditionalProperties = new() { ["router"] = new OwnContent(), ["own"] = "kept" },
        });
        using ExactCacheChatClient client = Client(inner);

        await client.GetResponseAsync("q");
        ChatResponse second = await client.GetResponseAsync("q");

        inner.Calls.Should().Be(1);
        second.AdditionalProperties!.Keys.Should().BeEquivalentTo("own", "router.cache", "router.cache.age");
    }

    [Fact]
    public async Task An_answer_over_the_size_of_an_entry_is_not_kept()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text(new string('x', 500), new string('y', 500), new string('z', 500)));
        using ExactCacheChatClient client = Client(inner, new() { MaxEntryBytes = 1200 });

        foreach (bool stream in new[] { true, true, false, false })
        {
            await AskAsync(client, stream);
        }

        inner.Calls.Should().HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_answer_with_nothing_in_a_message_s_place_is_handed_on_and_not_kept(bool stream)
    {
        ScriptedTurn broken = new() { Updates = [new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("x"), null!]) { FinishReason = ChatFinishReason.Stop }] };
        ScriptedChatClient inner = new(_clock, broken);
        using ExactCacheChatClient client = Client(stream ? inner : new LambdaAnswer(new ChatResponse([new ChatMessage(ChatRole.Assistant, "x"), null!])));
        for (int round = 0; round < 2; round++)
        {
            if (stream)
            {
                (await client.GetStreamingResponseAsync("q").ToListAsync()).Should().ContainSingle();
            }
            else
            {
                (await client.GetResponseAsync("q")).Messages.Should().HaveCount(2);
            }
        }

        inner.Calls.Count.Should().Be(stream ? 2 : 0);
    }
}
