using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Resilience;

namespace Router.Tests.Routing;

/// <summary>What each target is asked with.</summary>
public sealed class RequestOptionsTests
{
    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Every_target_is_asked_from_the_callers_own_options(RouteMode mode)
    {
        ParametersConfig first = new()
        {
            Temperature = 0.1f,
            TopP = 0.2f,
            TopK = 3,
            MaxOutputTokens = 4,
            Seed = 5,
            FrequencyPenalty = 0.6f,
            PresencePenalty = 0.7f,
            StopSequences = ["first"],
            ReasoningEffort = ReasoningEffort.Low,
            AdditionalProperties = new Dictionary<string, JsonElement> { ["extra"] = JsonDocument.Parse("1").RootElement },
        };
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Fails("a", FailureClass.Malformed) with { Parameters = first },
            ClassPlans.Fails("b", FailureClass.Malformed),
            ClassPlans.Ok("c") with { Parameters = new ParametersConfig { TopK = 99 } }), mode);
        ChatOptions given = Given();

        RouteOutcome outcome = await fixture.RunAsync(options: given);

        outcome.Text.Should().Be("c");
        ChatOptions a = Sent(fixture, "a");
        (a.Temperature, a.TopP, a.TopK, a.MaxOutputTokens, a.Seed).Should().Be((0.1f, 0.2f, 3, 4, 5L));
        (a.FrequencyPenalty, a.PresencePenalty, a.Reasoning!.Effort, a.Reasoning.Output).Should().Be((0.6f, 0.7f, ReasoningEffort.Low, ReasoningOutput.Full));
        a.StopSequences.Should().Equal("first");
        a.AdditionalProperties!.Keys.Should().BeEquivalentTo("mine", "extra");
        ChatOptions b = Sent(fixture, "b");
        b.Should().BeEquivalentTo(Given(), options => options.Excluding(sent => sent.ModelId).Excluding(sent => sent.RawRepresentationFactory).Excluding(sent => sent.Tools));
        ChatOptions c = Sent(fixture, "c");
        (c.Temperature, c.TopK, c.MaxOutputTokens, c.Seed).Should().Be((0.9f, 99, 100, 1L));
        c.StopSequences.Should().Equal("mine");
        foreach (ChatOptions sent in new[] { a, b, c })
        {
            sent.ModelId.Should().BeNull("the target names the model");
            sent.Should().NotBeSameAs(given);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_callers_options_are_never_written_to(RouteMode mode)
    {
        ChatOptions given = Given();
        ChatOptions before = Given();
        LambdaChatClient vandal = new()
        {
            Respond = (_, options, _) => throw Vandalise(options!),
            Stream = (_, options, _) => throw Vandalise(options!),
        };
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a") { Chat = vandal, Parameters = new ParametersConfig { Temperature = 0 } }, new TargetPlan("b") { Chat = vandal }, ClassPlans.Ok("c"))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 1 } },
        }, mode);

        (await fixture.RunAsync(options: given)).Text.Should().Be("c");

        given.Should().BeEquivalentTo(before, options => options.Excluding(sent => sent.RawRepresentationFactory).Excluding(sent => sent.Tools));
        given.Tools.Should().HaveCount(1);
        Sent(fixture, "c").Temperature.Should().Be(0.9f, "nor do targets see each other's writing");
        Sent(fixture, "c").StopSequences.Should().Equal("mine");
        Sent(fixture, "c").AdditionalProperties!.Keys.Should().BeEquivalentTo("mine");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task No_options_stay_none_where_a_target_sets_none(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a")), mode);
        await fixture.RunAsync();
        fixture.Calls("a").Single().Options.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Messages_are_read_once_and_all_targets_see_them(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Malformed), ClassPlans.Ok("b")), mode);
        int reads = 0;
        ChatMessage message = new(ChatRole.User, "hi");
        IEnumerable<ChatMessage> Once()
        {
            (++reads).Should().Be(1, "a sequence may be readable only once");
            yield return message;
        }

        if (mode == RouteMode.Unary)
        {
            await fixture.Chat.GetResponseAsync(Once());
        }
        else
        {
            await fixture.Chat.GetStreamingResponseAsync(Once()).ToChatResponseAsync();
        }

        foreach (string target in new[] { "a", "b" })
        {
            fixture.Calls(target).Single().Messages.Single().Should().BeSameAs(message);
            fixture.Calls(target).Single().Streaming.Should().Be(mode != RouteMode.Unary);
        }
    }

    [Fact]
    public async Task Images_are_asked_for_from_the_callers_own_options()
    {
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Fails("a", FailureClass.Malformed) with
            {
                Parameters = new ParametersConfig { Width = 8, Height = 9, Count = 2 },
            },
            ClassPlans.Ok("b")), RouteMode.Images);
        ImageGenerationOptions given = new() { ModelId = "theirs", Count = 1, ImageSize = new System.Drawing.Size(1, 1), MediaType = "image/webp" };

        await fixture.Images.GenerateAsync(new ImageGenerationRequest("p"), given);

        ImageGenerationOptions a = fixture.Generators["a"].Requests.Single().Options!;
        (a.Count, a.ImageSize, a.MediaType, a.ModelId).Should().Be((2, new System.Drawing.Size(8, 9), "image/webp", null));
        ImageGenerationOptions b = fixture.Generators["b"].Requests.Single().Options!;
        (b.Count, b.ImageSize, b.MediaType, b.ModelId).Should().Be((1, new System.Drawing.Size(1, 1), "image/webp", null));
        (given.Count, given.ImageSize, given.ModelId).Should().Be((1, new System.Drawing.Size(1, 1), "theirs"));
    }

    private static ChatOptions Given() => new()
    {
        ModelId = "theirs",
        Temperature = 0.9f,
        TopK = 50,
        MaxOutputTokens = 100,
        Seed = 1,
        StopSequences = ["mine"],
        Instructions = "be kind",
        ConversationId = "c",
        Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full },
        AdditionalProperties = new AdditionalPropertiesDictionary { ["mine"] = "1" },
        Tools = [new HostedWebSearchTool()],
        RawRepresentationFactory = static _ => null,
    };

    private static InvalidOperationException Vandalise(ChatOptions options)
    {
        options.Temperature = 2;
        options.StopSequences!.Add("theirs");
        options.Tools!.Clear();
        options.AdditionalProperties!["theirs"] = "1";
        options.Reasoning!.Effort = ReasoningEffort.None;
        options.Instructions = "be rude";
        return new InvalidOperationException("no");
    }

    private static ChatOptions Sent(RouteFixture fixture, string target) => fixture.Calls(target).Single().Options!;
}
