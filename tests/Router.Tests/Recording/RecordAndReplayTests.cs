using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Recording;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Recording;

public sealed partial class RecordAndReplayTests : IDisposable
{
    private static readonly byte[] Picture = [137, 80, 78, 71, 0, 255];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<bool, bool> Modes => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public static TheoryData<bool> Both => [false, true];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_answer_is_replayed_as_it_was_recorded(bool recordedAsStream, bool askedAsStream)
    {
        using RecordingChatClient recording = new(new ScriptedChatClient(_clock, Rich()), _folder.Path);
        ChatResponse first = await AskAsync(recording, recordedAsStream);

        using ReplayingChatClient replaying = new(_folder.Path);
        ChatResponse second = await AskAsync(replaying, askedAsStream);

        Json(second).Should().Be(Json(first));
        second.AdditionalProperties!["text"].Should().Be("s");
        second.AdditionalProperties["count"].Should().Be(2);
    }

    [Fact]
    public async Task A_stream_is_replayed_update_by_update()
    {
        using RecordingChatClient recording = new(new ScriptedChatClient(_clock, Rich()), _folder.Path);
        List<ChatResponseUpdate> first = await recording.GetStreamingResponseAsync("q").ToListAsync();

        using ReplayingChatClient replaying = new(_folder.Path);
        List<ChatResponseUpdate> second = await replaying.GetStreamingResponseAsync("q").ToListAsync();

        second.Select(Json).Should().Equal(first.Select(Json));
    }

    [Fact]
    public async Task A_pipeline_of_two_models_is_reproduced_byte_for_byte_without_either()
    {
        (byte[] image, string caption) first = await PipelineAsync(
            new RecordingImageGenerator(new ScriptedImageGenerator(_clock, ScriptedTurn.Text("a picture")), _folder.Path),
            new RecordingChatClient(new ScriptedChatClient(_clock, ScriptedTurn.Text("a ", "cat")), _folder.Path));

        (byte[] image, string caption) second = await PipelineAsync(new ReplayingImageGenerator(_folder.Path), new ReplayingChatClient(_folder.Path));

        second.image.Should().Equal(first.image).And.NotBeEmpty();
        second.caption.Should().Be(first.caption).And.Be("a cat");
        _folder.Recordings().Select(file => Path.GetFileName(file)[..9]).Should().Equal("0001-imag", "0002-stre");
    }

    [Fact]
    public async Task The_same_pipeline_recorded_again_gives_the_same_files()
    {
        using TemporaryFolder other = new();
        foreach (string path in new[] { _folder.Path, other.Path })
        {
            await PipelineAsync(
                new RecordingImageGenerator(new ScriptedImageGenerator(_clock, ScriptedTurn.Text("a picture")), path),
                new RecordingChatClient(new ScriptedChatClient(_clock, Rich()), path));
            _clock.Advance(TimeSpan.FromDays(1));
        }

        _folder.Content().Should().HaveCountGreaterThan(3).And.Equal(other.Content());
    }

    [Fact]
    public async Task A_file_is_canonical_and_holds_what_a_reader_wants_to_see()
    {
        using RecordingChatClient recording = new(new ScriptedChatClient(_clock, Rich()), _folder.Path, new() { Name = "captioner" });
        ChatMessage question = new(ChatRole.User, [new TextContent("what is this? ü"), new DataContent(Picture, "image/png")]);
        await recording.GetResponseAsync([question], new ChatOptions { Temperature = 0.5f });

        string file = _folder.Recordings().Single();
        string text = await File.ReadAllTextAsync(file);
        JsonElement root = JsonElement.Parse(text);
        string picture = "blobs/" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Picture)) + ".png";

        Path.GetFileName(file).Should().MatchRegex("^0001-chat-[0-9a-f]{12}\\.json$");
        text.Should().EndWith("}\n").And.NotContain("\r").And.Contain("ü").And.Contain("\n  \"kind\": \"chat\",\n");
        root.EnumerateObject().Select(member => member.Name).Should().Equal("format", "kind", "digest", "request", "kinds", "response");
        root.GetProperty("request").GetProperty("name").GetString().Should().Be("captioner");
        root.GetProperty("request").GetProperty("options").GetProperty("temperature").GetRawText().Should().Be("0.5");
        text.Should().NotContain(Convert.ToBase64String(Picture)).And.Contain($"\"$blob\": \"{picture}\"");
        (await File.ReadAllBytesAsync(Path.Combine(_folder.Path, picture))).Should().Equal(Picture);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Recordings_of_one_request_are_given_in_their_order(bool repeat)
    {
        using (RecordingChatClient recording = new(new ScriptedChatClient(_clock, ScriptedTurn.Text("1"), ScriptedTurn.Text("2")), _folder.Path))
        {
            await AskAsync(recording, stream: false);
            await AskAsync(recording, stream: true);
        }

        using ReplayingChatClient replaying = new(_folder.Path, new() { RepeatLast = repeat });
        (await AskAsync(replaying, stream: true)).Text.Should().Be("1");
        (await AskAsync(replaying, stream: false)).Text.Should().Be("2");
        if (repeat)
        {
            (await AskAsync(replaying, stream: false)).Text.Should().Be("2");
        }
        else
        {
            (await FluentActions.Awaiting(() => AskAsync(replaying, stream: false)).Should().ThrowAsync<RecordingNotFoundException>())
                .WithMessage("*2 recordings*replayed*RepeatLast*");
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_request_that_was_not_recorded_is_told_by_the_fields_that_differ(bool stream)
    {
        using (RecordingChatClient recording = new(new ScriptedChatClient(), _folder.Path))
        {
            await recording.GetResponseAsync("something else", new ChatOptions { TopK = 1, Seed = 1, TopP = 0.5f });
            await recording.GetResponseAsync("the secret question", new ChatOptions { Temperature = 0.5f });
        }

        using ReplayingChatClient replaying = new(_folder.Path);
        RecordingNotFoundException error = (await FluentActions.Awaiting(() => AskAsync(replaying, stream, "another secret", new ChatOptions { Temperature = 1, Seed = 2 }))
            .Should().ThrowAsync<RecordingNotFoundException>()).Which;

        error.Differences.Should().Equal("messages[0].contents[0].text", "options.temperature", "options.seed");
        error.Nearest.Should().StartWith("0002-chat-");
        error.Message.Should().Contain("options.seed").And.Contain(error.Nearest).And.NotContain("secret");
    }

    [Fact]
    public async Task Clients_of_different_names_get_their_own_answers_from_one_folder()
    {
        foreach (string name in new[] { "fast", "smart" })
        {
            using RecordingChatClient recording = new(new ScriptedChatClient(_clock, ScriptedTurn.Text(name)), _folder.Path, new() { Name = name });
            await recording.GetResponseAsync("q");
        }

        using ReplayingChatClient smart = new(_folder.Path, new() { Name = "smart" });
        using ReplayingChatClient fast = new(_folder.Path, new() { Name = "fast" });

        (await smart.GetResponseAsync("q")).Text.Should().Be("smart");
        (await fast.GetResponseAsync("q")).Text.Should().Be("fast");
    }

    [Fact]
    public async Task Secrets_among_the_properties_are_not_recorded_and_not_needed_to_replay()
    {
        string[] secret = ["apiKey", "API_KEY", "x-api-key", "accessToken", "Authorization", "password", "client_secret", "Cookie", "own"];
        RecordingOptions options = new() { IsSecret = name => name == "own" };
        using (RecordingChatClient recording = new(new ScriptedChatClient(), _folder.Path, options))
        {
            await recording.GetResponseAsync("q", Options("sk-live-1"));
        }

        string text = await File.ReadAllTextAsync(_folder.Recordings().Single());
        text.Should().NotContain("sk-live-1").And.Contain("\"max_tokens\": 5").And.Contain("\"kept\"");
        secret.Should().OnlyContain(name => !text.Contains(name));
        using ReplayingChatClient replaying = new(_folder.Path, options);
        (await replaying.GetResponseAsync("q", Options("sk-live-2"))).Text.Should().Be("ok");

        ChatOptions Options(string value) => new()
        {
            AdditionalProperties = new(secret.ToDictionary(name => name, object? (_) => value))
            {
                ["max_tokens"] = 5,
                ["headers"] = new Dictionary<string, object?> { ["Authorization"] = "Bearer " + value, ["kept"] = "v" },
            },
        };
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_application_redacts_stands_in_no_file(bool stream)
    {
        RecordingOptions options = new() { Redact = text => text.Replace("Ann", "NAME", StringComparison.Ordinal) };
        using (RecordingChatClient recording = new(new ScriptedChatClient(_clock, ScriptedTurn.Text("Hello Ann")), _folder.Path, options))
        {
            (await AskAsync(recording, stream, "I am Ann", new ChatOptions { Instructions = "greet Ann", StopSequences = ["Ann"] })).Text.Should().Be("Hello Ann");
        }

        string text = await File.ReadAllTextAsync(_folder.Recordings().Single());
        text.Should().NotContain("Ann").And.Contain("greet NAME");
        using ReplayingChatClient replaying = new(_folder.Path, options);
        (await AskAsync(replaying, stream, "I am Ann", new ChatOptions { Instructions = "greet Ann", StopSequences = ["Ann"] })).Text.Should().Be("Hello NAME");
    }

    [Fact]
    public async Task A_request_that_cannot_be_recorded_is_refused_before_the_provider_is_asked()
    {
        ScriptedChatClient inner = new();
        using RecordingChatClient recording = new(inner, _folder.Path);

        await FluentActions.Awaiting(() => recording.GetResponseAsync("q", new ChatOptions { RawRepresentationFactory = _ => "secret" }))
            .Should().ThrowAsync<NotSupportedException>().WithMessage("*cannot be recorded*");

        inner.Calls.Should().BeEmpty();
        _folder.Content().Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_could_not_be_read_is_replayed_as_such()
    {
        ScriptedTurn turn = new()
        {
            Updates =
            [
                ScriptedTurn.Update(new FunctionCallContent("a", "f", new Dictionary<string, object?> { ["x"] = 1 }), new FunctionCallContent("b", "g") { Exception = new JsonException("odd") }),
                new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls },
            ],
        };
        using (RecordingChatClient recording = new(new ScriptedChatClient(_clock, turn), _folder.Path))
        {
            await AskAsync(recording, stream: false);
            await AskAsync(recording, stream: true);
        }

        using ReplayingChatClient replaying = new(_folder.Path);
        foreach (bool stream in new[] { false, true })
        {
            FunctionCallContent[] calls = [.. (await AskAsync(replaying, stream)).Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
            calls[0].Exception.Should().BeNull();
            calls[0].Arguments!["x"].Should().Be(1);
            calls[1].Exception!.Message.Should().Be("odd");
        }
    }

    [Fact]
    public async Task Clients_that_record_at_once_share_no_number()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(index => Task.Run(async () =>
        {
            using RecordingChatClient recording = new(new ScriptedChatClient(), _folder.Path, new() { Name = "n" + index });
            for (int round = 0; round < 25; round++)
            {
                await AskAsync(recording, round % 2 == 0, "q" + round);
            }
        })));

        string[] numbers = [.. _folder.Recordings().Select(file => Path.GetFileName(file)[..4])];
        numbers.Should().HaveCount(100).And.OnlyHaveUniqueItems();
        Directory.EnumerateFiles(_folder.Path, "*.claim").Should().BeEmpty();
        using ReplayingChatClient replaying = new(_folder.Path, new() { Name = "n3" });
        (await AskAsync(replaying, stream: false, "q24")).Text.Should().Be("ok");
    }

    [Fact]
    public async Task A_folder_without_recordings_answers_nothing_and_a_missing_one_is_an_error()
    {
        using ReplayingChatClient replaying = new(_folder.Path);

        await FluentActions.Awaiting(() => AskAsync(replaying, stream: false)).Should().ThrowAsync<RecordingNotFoundException>().WithMessage("*no recording of this kind*");
        FluentActions.Invoking(() => new ReplayingChatClient(Path.Combine(_folder.Path, "nowhere"))).Should().Throw<DirectoryNotFoundException>();
    }

    [Fact]
    public async Task Images_come_back_with_their_bytes_usage_and_properties()
    {
        using (RecordingImageGenerator recording = new(new ScriptedImageGenerator(_clock, ScriptedTurn.Text("one"), ScriptedTurn.Fail(new ProviderException("no") { Class = FailureClass.ContentPolicy })), _folder.Path))
        {
            await recording.GenerateAsync(new ImageGenerationRequest("a cat", [new DataContent(Picture, "image/png")]), new ImageGenerationOptions { Count = 2 });
            await FluentActions.Awaiting(() => recording.GenerateAsync(new ImageGenerationRequest("bad"))).Should().ThrowAsync<ProviderException>();
        }

        using ReplayingImageGenerator replaying = new(_folder.Path);
        ImageGenerationResponse response = await replaying.GenerateAsync(
            new ImageGenerationRequest("a cat", [new DataContent(Picture, "image/png")]), new ImageGenerationOptions { Count = 2 });
        response.Contents.Cast<DataContent>().Select(image => System.Text.Encoding.UTF8.GetString(image.Data.Span)).Should().Equal("one");
        (await FluentActions.Awaiting(() => replaying.GenerateAsync(new ImageGenerationRequest("bad"))).Should().ThrowAsync<ProviderException>())
            .Which.Class.Should().Be(FailureClass.ContentPolicy);
        (await FluentActions.Awaiting(() => replaying.GenerateAsync(new ImageGenerationRequest("a dog", [new DataContent(Picture, "image/png")]), new ImageGenerationOptions { Count = 2 }))
            .Should().ThrowAsync<RecordingNotFoundException>()).Which.Differences.Should().Equal("prompt");
    }

    private static ScriptedTurn Rich() => new()
    {
        Updates =
        [
            ScriptedTurn.Update(new TextReasoningContent("hm")),
            ScriptedTurn.Update(new TextContent("a cät <b>")),
            new ChatResponseUpdate(ChatRole.Assistant, [new DataContent(Picture, "image/png") { Name = "n" }])
            {
                MessageId = "m",
                ResponseId = "r",
                FinishReason = ChatFinishReason.Stop,
                ModelId = "model-1",
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 3 })])
            {
                ResponseId = "r",
                AdditionalProperties = new() { ["text"] = "s", ["count"] = 2, ["json"] = JsonElement.Parse("[1.50]") },
            },
        ],
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions);

    private static async Task<ChatResponse> AskAsync(
        IChatClient client, bool stream, string question = "q", ChatOptions? options = null, CancellationToken token = default) => stream
        ? await client.GetStreamingResponseAsync(question, options, token).ToChatResponseAsync(token)
        : await client.GetResponseAsync(question, options, token);

    private static async Task<(byte[] Image, string Caption)> PipelineAsync(IImageGenerator painter, IChatClient captioner)
    {
        using (painter)
        using (captioner)
        {
            ImageGenerationResponse painted = await painter.GenerateAsync(new ImageGenerationRequest("a cat"));
            DataContent image = painted.Contents.OfType<DataContent>().First();
            ChatMessage question = new(ChatRole.User, [new TextContent("What is this?"), image]);
            ChatResponse caption = await captioner.GetStreamingResponseAsync([question]).ToChatResponseAsync();
            return (image.Data.ToArray(), caption.Text);
        }
    }
}
