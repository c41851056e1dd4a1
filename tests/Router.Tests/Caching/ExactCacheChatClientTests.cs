using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Router.Caching;
using Router.Context;
using Router.TestKit;

namespace Router.Tests.Caching;

public sealed partial class ExactCacheChatClientTests
{
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<bool, bool> Modes => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_second_request_is_answered_without_the_provider(bool keptAsStream, bool askedAsStream)
    {
        ScriptedChatClient inner = new(_clock, Answer("Hel", "lo"), ScriptedTurn.Text("other"));
        using ExactCacheChatClient client = Client(inner);

        ChatResponse first = await AskAsync(client, keptAsStream);
        _clock.Advance(TimeSpan.FromSeconds(90));
        ChatResponse second = await AskAsync(client, askedAsStream);

        inner.Calls.Should().ContainSingle();
        second.Should().BeEquivalentTo(new { Text = "Hello", first.ModelId, first.ResponseId, first.FinishReason, first.CreatedAt });
        second.AdditionalProperties!["router.cache"].Should().Be("hit");
        second.AdditionalProperties["router.cache.age"].Should().Be(TimeSpan.FromSeconds(90));
        first.AdditionalProperties?.ContainsKey("router.cache").Should().NotBe(true);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_is_counted_as_used_again_and_what_was_used_is_told(bool keptAsStream, bool askedAsStream)
    {
        ScriptedChatClient inner = new(_clock, Answer("x"));
        using ExactCacheChatClient client = Client(inner);

        ChatResponse first = await AskAsync(client, keptAsStream);
        ChatResponse second = await AskAsync(client, askedAsStream);

        first.Usage!.InputTokenCount.Should().Be(3);
        second.Usage.Should().BeNull();
        second.Messages.SelectMany(message => message.Contents).Should().NotContain(content => content is UsageContent);
        UsageDetails used = (UsageDetails)second.AdditionalProperties!["router.cache.usage"]!;
        (used.InputTokenCount, used.OutputTokenCount, used.TotalTokenCount).Should().Be((3, 4, 7));
    }

    [Fact]
    public async Task A_stream_is_replayed_update_by_update()
    {
        ScriptedChatClient inner = new(_clock, Answer("a", "b", "c"));
        using ExactCacheChatClient client = Client(inner);

        List<ChatResponseUpdate> first = await client.GetStreamingResponseAsync("q").ToListAsync();
        List<ChatResponseUpdate> second = await client.GetStreamingResponseAsync("q").ToListAsync();

        second[0].Contents.Should().BeEmpty();
        second[0].AdditionalProperties.Should().ContainKey("router.cache");
        second.Skip(1).Should().OnlyContain(update => update.AdditionalProperties == null);
        second.Skip(1).Select(update => (update.Text, update.Role, update.MessageId, update.ResponseId, update.ModelId, update.FinishReason))
            .Should().Equal(first.Select(update => (update.Text, update.Role, update.MessageId, update.ResponseId, update.ModelId, update.FinishReason)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_a_reader_does_to_an_answer_stays_with_that_reader(bool stream)
    {
        ScriptedChatClient inner = new(_clock, Answer("good"));
        using ExactCacheChatClient client = Client(inner);
        for (int round = 0; round < 3; round++)
        {
            if (stream)
            {
                await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("q"))
                {
                    update.Text.Should().NotContain("spoilt");
                    update.Contents.OfType<TextContent>().ToList().ForEach(text => text.Text = "spoilt");
                    update.AdditionalProperties = new() { ["router.cache"] = "spoilt" };
                }
            }
            else
            {
                ChatResponse response = await client.GetResponseAsync("q");
                response.Text.Should().Be("good");
                response.Messages[0].Contents[0] = new TextContent("spoilt");
            }
        }

        inner.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_is_asked_for_again_once_its_time_is_over()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("one"), ScriptedTurn.Text("two"));
        using ExactCacheChatClient client = Client(inner, new() { Duration = TimeSpan.FromMinutes(1) });

        await client.GetResponseAsync("q");
        _clock.Advance(TimeSpan.FromMinutes(1));

        (await client.GetResponseAsync("q")).Text.Should().Be("two");
    }

    [Fact]
    public async Task Every_content_comes_back_as_it_was()
    {
        AIContent[] contents =
        [
            new TextContent("tëxt </script> \u2028") { Annotations = [new CitationAnnotation { Title = "t", Url = new Uri("https://a.test/"), AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 1, EndIndex = 2 }], AdditionalProperties = new() { ["k"] = 5L } }] },
            new TextReasoningContent("thought") { ProtectedData = "sealed" },
            new DataContent(new byte[] { 0, 255, 7 }, "image/png") { Name = "n.png" },
            new UriContent("https://a.test/b.png", "image/png"),
            new AIContent { AdditionalProperties = new() { ["a"] = true } },
        ];
        AdditionalPropertiesDictionary properties = new()
        {
            ["null"] = null,
            ["text"] = "s",
            ["bool"] = false,
            ["int"] = 1,
            ["long"] = long.MaxValue,
            ["float"] = 1.1f,
            ["double"] = 0.1,
            ["decimal"] = 1.10m,
            ["json"] = JsonElement.Parse("""{"b":[1.50,null],"a":"x"}"""),
        };
        ChatResponse answer = new(new ChatMessage(ChatRole.Assistant, contents) { AuthorName = "me", MessageId = "id", AdditionalProperties = new() { ["m"] = 1 } })
        {
            FinishReason = ChatFinishReason.Stop,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ModelId = "m",
            ResponseId = "r",
            AdditionalProperties = properties,
        };
        LambdaAnswer inner = new(answer);
        using ExactCacheChatClient client = Client(inner);

        await client.GetResponseAsync("q");
        ChatResponse second = await client.GetResponseAsync("q");

        inner.Calls.Should().Be(1);
        second.Should().NotBeSameAs(answer);
        second.AdditionalProperties!.Remove("router.cache");
        second.AdditionalProperties.Remove("router.cache.age");
        JsonSerializer.Serialize(second, AIJsonUtilities.DefaultOptions).Should().Be(JsonSerializer.Serialize(answer, AIJsonUtilities.DefaultOptions));
        second.AdditionalProperties.Where(pair => pair.Key != "json").Should().Equal(properties.Where(pair => pair.Key != "json"));
        second.AdditionalProperties["json"].Should().BeOfType<JsonElement>().Which.GetRawText().Should().Be("""{"b":[1.50,null],"a":"x"}""");
        second.Messages[0].Contents[0].Annotations![0].AdditionalProperties!["k"].Should().Be(5L);
        ((DataContent)second.Messages[0].Contents[2]).Data.ToArray().Should().Equal([0, 255, 7]);
    }

    [Fact]
    public async Task Tenants_and_models_share_nothing()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("1"), ScriptedTurn.Text("2"), ScriptedTurn.Text("3"));
        using ExactCacheChatClient client = Client(inner, new() { Tenant = options => options?.AdditionalProperties?["router.tenant"] as string });

        string[] texts =
        [
            (await client.GetResponseAsync("q", Tenant("a"))).Text,
            (await client.GetResponseAsync("q", Tenant("b"))).Text,
            (await client.GetResponseAsync("q", Tenant("a"))).Text,
            (await client.GetResponseAsync("q", new ChatOptions { ModelId = "other", AdditionalProperties = new() { ["router.tenant"] = "a" } })).Text,
        ];

        texts.Should().Equal("1", "2", "1", "3");

        static ChatOptions Tenant(string name) => new() { AdditionalProperties = new() { ["router.tenant"] = name } };
    }

    [Fact]
    public async Task Tenants_of_the_route_s_context_share_nothing_and_what_it_forbids_is_not_kept()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("1"), ScriptedTurn.Text("2"), ScriptedTurn.Text("3"));
        using ExactCacheChatClient client = Client(inner);

        string[] texts =
        [
            (await client.GetResponseAsync("q", Of(new RouteContext { Tenant = "a" }))).Text,
            (await client.GetResponseAsync("q", Of(new RouteContext { Tenant = "b" }))).Text,
            (await client.GetResponseAsync("q", Of(new RouteContext { Tenant = "a", Agent = "x" }))).Text,
            (await client.GetResponseAsync("q", Of(new RouteContext { Tenant = "a", NoCache = true }))).Text,
        ];

        texts.Should().Equal("1", "2", "1", "3");

        static ChatOptions Of(RouteContext context) => new ChatOptions().WithRouteContext(context);
    }

    [Fact]
    public async Task Answers_that_another_client_keeps_and_this_one_would_not_are_not_given()
    {
        FragileDistributedCache cache = new();
        ScriptedChatClient cut = new(_clock, new ScriptedTurn
        {
            Updates = [new ChatResponseUpdate(ChatRole.Assistant, "half") { FinishReason = ChatFinishReason.Length }],
        });
        using ExactCacheChatClient generous = Client(cut, new() { DistributedCache = cache, Identity = "it", IncompleteAnswers = true });
        using ExactCacheChatClient strict = Client(new ScriptedChatClient(_clock, ScriptedTurn.Text("whole")), new() { DistributedCache = cache, Identity = "it" });

        await generous.GetResponseAsync("q");
        cache.Entries.Should().ContainSingle();
        (await strict.GetResponseAsync("q")).Text.Should().Be("whole");
    }

    [Fact]
    public async Task Messages_that_can_be_read_once_are_read_once()
    {
        ScriptedChatClient inner = new(_clock, ScriptedTurn.Text("x"));
        using ExactCacheChatClient client = Client(inner);
        int reads = 0;

        await client.GetResponseAsync(Once());

        inner.Calls[0].Messages.Should().ContainSingle();
        reads.Should().Be(1);

        IEnumerable<ChatMessage> Once()
        {
            reads++;
            yield return new ChatMessage(ChatRole.User, "q");
        }
    }

    [Fact]
    public async Task A_hit_heeds_the_caller_s_token_between_updates()
    {
        ScriptedChatClient inner = new(_clock, Answer("a", "b"));
        using ExactCacheChatClient client = Client(inner);
        await AskAsync(client, stream: true);
        using CancellationTokenSource cancel = new();

        await FluentActions.Awaiting(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("q", null, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        }).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Requests_at_once_each_get_the_answer_to_their_own_question()
    {
        using ExactCacheChatClient client = Client(new Echo(), new() { MaxEntries = 8 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            Random random = new(thread);
            for (int round = 0; round < 500; round++)
            {
                string question = "q" + random.Next(16);
                ChatResponse response = random.Next(2) == 0
                    ? await client.GetResponseAsync(question)
                    : await client.GetStreamingResponseAsync(question).ToChatResponseAsync();
                response.Text.Should().Be(question);
            }
        })));
    }

    [Fact]
    public void An_option_out_of_range_is_refused_when_the_client_is_made()
    {
        foreach (ExactCacheOptions options in new ExactCacheOptions[]
        {
            new() { Duration = TimeSpan.Zero }, new() { Duration = TimeSpan.FromDays(32) }, new() { MaxEntries = 0 }, new() { MaxBytes = 0 }, new() { MaxEntryBytes = 0 },
        })
        {
            FluentActions.Invoking(() => new ExactCacheChatClient(new ScriptedChatClient(), options)).Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public async Task The_factory_makes_pipelines_with_a_memory_each()
    {
        Func<IChatClient, IServiceProvider, IChatClient> factory = ExactCacheChatClientExtensions.ExactCache(new() { TimeProvider = _clock });
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        ScriptedChatClient one = new(_clock, ScriptedTurn.Text("one"));
        ScriptedChatClient two = new(_clock, ScriptedTurn.Text("two"));

        (await factory(one, services).GetResponseAsync("q")).Text.Should().Be("one");
        (await factory(two, services).GetResponseAsync("q")).Text.Should().Be("two");
        (await one.WithExactCache().GetResponseAsync("q")).Text.Should().Be("one");
    }

    private static ScriptedTurn Answer(params string[] parts)
    {
        List<ChatResponseUpdate> updates = [.. parts.Select(part => ScriptedTurn.Update(new TextContent(part)))];
        updates.Add(new ChatResponseUpdate
        {
            FinishReason = ChatFinishReason.Stop,
            MessageId = "m",
            ResponseId = "r",
            ModelId = "model-1",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Role = ChatRole.Assistant,
            Contents = [new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4, TotalTokenCount = 7 })],
        });
        return new ScriptedTurn { Updates = updates };
    }

    private static ScriptedTurn Ending(string text, ChatFinishReason? finish) => Of(new TextContent(text), update => update.FinishReason = finish);

    private static ScriptedTurn Of(AIContent content, Action<ChatResponseUpdate>? change = null)
    {
        ChatResponseUpdate update = ScriptedTurn.Update(content);
        update.FinishReason = ChatFinishReason.Stop;
        change?.Invoke(update);
        return new ScriptedTurn { Updates = [update] };
    }

    private static async Task<ChatResponse> AskAsync(ExactCacheChatClient client, bool stream, ChatOptions? options = null) => stream
        ? await client.GetStreamingResponseAsync("q", options).ToChatResponseAsync()
        : await client.GetResponseAsync("q", options);

    private ExactCacheChatClient Client(IChatClient inner, ExactCacheOptions? options = null)
    {
        options ??= new ExactCacheOptions();
        options.TimeProvider = _clock;
        return new ExactCacheChatClient(inner, options);
    }

    private sealed class OwnContent : AIContent;

    private sealed class LambdaAnswer(ChatResponse answer) : DelegatingChatClient(new ScriptedChatClient())
    {
        internal int Calls { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return Task.FromResult(answer);
        }
    }

    private sealed class Echo : DelegatingChatClient
    {
        internal Echo()
            : base(new ScriptedChatClient())
        {
        }

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Single().Text)) { FinishReason = ChatFinishReason.Stop };
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (char letter in messages.Single().Text)
            {
                await Task.Yield();
                yield return new ChatResponseUpdate(ChatRole.Assistant, letter.ToString());
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        }
    }
}
