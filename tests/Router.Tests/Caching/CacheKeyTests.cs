using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Caching;

namespace Router.Tests.Caching;

public sealed class CacheKeyTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"integer"}}}""");

    /// <summary>Every way in which two requests can differ: a base that the change is made to.</summary>
    public static TheoryData<string> Changes { get; } = [.. ChangesByName.Keys];

    private static Dictionary<string, Action<Given>> ChangesByName => new()
    {
        ["provider"] = given => given.Provider = "p2",
        ["no provider"] = given => given.Provider = null,
        ["model"] = given => given.Model = "m2",
        ["version"] = given => given.Version = "v2",
        ["tenant"] = given => given.Tenant = "t2",
        ["no tenant"] = given => given.Tenant = null,
        ["empty tenant"] = given => given.Tenant = "",
        ["text"] = given => given.Messages[1].Contents[0] = new TextContent("hellp"),
        ["role"] = given => given.Messages[1].Role = ChatRole.System,
        ["author"] = given => given.Messages[1].AuthorName = "ann",
        ["another message"] = given => given.Messages.Add(new ChatMessage(ChatRole.User, "")),
        ["one text in two"] = given => given.Messages[1].Contents = [new TextContent("hel"), new TextContent("lo"), given.Messages[1].Contents[1]],
        ["data"] = given => given.Messages[1].Contents[1] = new DataContent(new byte[] { 1, 2, 4 }, "image/png"),
        ["media type"] = given => given.Messages[1].Contents[1] = new DataContent(new byte[] { 1, 2, 3 }, "image/gif"),
        ["data's name"] = given => ((DataContent)given.Messages[1].Contents[1]).Name = "x.png",
        ["reasoning for text"] = given => given.Messages[1].Contents[0] = new TextReasoningContent("hello"),
        ["an address"] = given => given.Messages[1].Contents.Add(new UriContent("https://a.test/x.png", "image/png")),
        ["a content's property"] = given => given.Messages[1].Contents[0].AdditionalProperties = new() { ["detail"] = "high" },
        ["a message's property"] = given => given.Messages[1].AdditionalProperties = new() { ["x"] = 1 },
        ["temperature"] = given => given.Options.Temperature = 0.2f,
        ["no temperature"] = given => given.Options.Temperature = null,
        ["top p"] = given => given.Options.TopP = 0.1f,
        ["top k"] = given => given.Options.TopK = 1,
        ["max tokens"] = given => given.Options.MaxOutputTokens = 5,
        ["frequency"] = given => given.Options.FrequencyPenalty = 0.1f,
        ["presence"] = given => given.Options.PresencePenalty = 0.1f,
        ["seed"] = given => given.Options.Seed = 8,
        ["instructions"] = given => given.Options.Instructions = "be brief",
        ["stops"] = given => given.Options.StopSequences = ["a", "b"],
        ["stops in one"] = given => given.Options.StopSequences = ["a,b"],
        ["json"] = given => given.Options.ResponseFormat = ChatResponseFormat.Json,
        ["schema"] = given => given.Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "s", "d"),
        ["schema's name"] = given => given.Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "s2", "d"),
        ["reasoning"] = given => given.Options.Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
        ["model id"] = given => given.Options.ModelId = "other",
        ["tool"] = given => given.Options.Tools = [AIFunctionFactory.CreateDeclaration("f", "d", Schema)],
        ["tool's description"] = given => given.Options.Tools = [AIFunctionFactory.CreateDeclaration("f", "d2", Schema)],
        ["tool's schema"] = given => given.Options.Tools = [AIFunctionFactory.CreateDeclaration("f", "d", JsonElement.Parse("{}"))],
        ["tool mode"] = given => given.Options.ToolMode = ChatToolMode.RequireSpecific("f"),
        ["parallel calls"] = given => given.Options.AllowMultipleToolCalls = true,
        ["property"] = given => given.Options.AdditionalProperties!["p"] = 2,
        ["property's kind"] = given => given.Options.AdditionalProperties!["p"] = "1",
        ["another property"] = given => given.Options.AdditionalProperties!["q"] = 1,
        ["call"] = given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["a"] = 1 })])),
        ["call's argument"] = given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["a"] = 2 })])),
        ["call's id"] = given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("d", "f", new Dictionary<string, object?> { ["a"] = 1 })])),
        ["result"] = given => given.Messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", 1)])),
        ["another result"] = given => given.Messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "1")])),
    };

    [Fact]
    public void Each_difference_gives_a_key_of_its_own()
    {
        Dictionary<string, string> keys = new() { [new Given().Key!] = "nothing" };
        foreach ((string name, Action<Given> change) in ChangesByName)
        {
            Given given = new();
            change(given);
            string? key = given.Key;
            key.Should().MatchRegex("^[0-9a-f]{64}$", name);
            keys.TryAdd(key!, name).Should().BeTrue("'{0}' is not '{1}'", name, keys.GetValueOrDefault(key!));
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_same_request_has_the_same_key_in_objects_made_anew(string name)
    {
        Given one = new();
        Given other = new();
        ChangesByName[name](one);
        ChangesByName[name](other);

        one.Key.Should().NotBeNull().And.Be(other.Key);
    }

    [Fact]
    public void A_key_stays_what_it_is_over_versions_and_processes() =>
        new Given().Key.Should().Be(PinnedKey);

    [Fact]
    public void No_character_can_move_from_one_field_to_the_next_without_another_key()
    {
        string?[][] splits = [.. Enumerable.Range(0, 7).Select(at => new[] { "abcdef"[..at], "abcdef"[at..] })];
        string?[] keys =
        [
            .. splits.Select(s => new Given { Provider = s[0], Model = s[1] }.Key),
            .. splits.Select(s => new Given { Model = s[0], Version = s[1] }.Key),
            .. splits.Select(s => new Given { Version = s[0], Tenant = s[1] }.Key),
            .. splits.Select(s => With(given => given.Messages[1].Contents = [new TextContent(s[0]), new TextContent(s[1])])),
            .. splits.Select(s => With(given => given.Messages = [new ChatMessage(ChatRole.User, s[0]), new ChatMessage(ChatRole.User, s[1])])),
            .. splits.Select(s => With(given => given.Options.StopSequences = [s[0]!, s[1]!])),
        ];

        keys.Should().OnlyHaveUniqueItems().And.NotContainNulls();
    }

    [Fact]
    public void What_cannot_change_the_answer_does_not_change_the_key()
    {
        Given given = new();
        foreach (ChatMessage message in given.Messages)
        {
            message.MessageId = "id";
            message.CreatedAt = DateTimeOffset.UnixEpoch;
            message.AdditionalProperties = new() { ["router.x"] = new object() };
            message.Contents[0].AdditionalProperties = new() { ["router"] = new Given() };
        }

        given.Options.AdditionalProperties = new() { ["Router.context"] = new Given(), ["z"] = "s", ["p"] = 1 };
        given.Options.Tools = [];

        given.Key.Should().Be(new Given().Key);
    }

    [Fact]
    public void The_culture_does_not_change_the_key()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        string? key = new Given().Key;
        try
        {
            CultureInfo odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;

            new Given().Key.Should().Be(key);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Half_a_character_is_no_reason_to_fail() =>
        With(given => given.Messages[1].Contents[0] = new TextContent("\ud83c")).Should().NotBeNull();

    [Fact]
    public void A_request_that_cannot_be_told_from_others_has_no_key()
    {
        Dictionary<string, Action<Given>> reasons = new()
        {
            ["raw options"] = given => given.Options.RawRepresentationFactory = _ => new object(),
            ["conversation"] = given => given.Options.ConversationId = "c",
            ["background"] = given => given.Options.AllowBackgroundResponses = true,
            ["continuation"] = given => given.Options.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }),
            ["options of their own"] = given => given.Options = new OwnOptions(),
            ["message of its own"] = given => given.Messages.Add(new OwnMessage()),
            ["content of its own"] = given => given.Messages[1].Contents.Add(new OwnContent()),
            ["content inside"] = given => given.Messages.Add(new(ChatRole.Tool, [new FunctionResultContent("c", new OwnContent())])),
            ["raw content"] = given => given.Messages.Add(new(ChatRole.Assistant, [new AIContent { RawRepresentation = new object() }])),
            ["raw message"] = given => given.Messages[1].RawRepresentation = new object(),
            ["raw text of a user"] = given => given.Messages[1].Contents[0].RawRepresentation = new object(),
            ["nothing but raw"] = given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, (string?)null) { RawRepresentation = new object() }),
            ["property of an unknown type"] = given => given.Options.AdditionalProperties!["x"] = new Given(),
            ["argument of an unknown type"] = given => given.Messages.Add(new(ChatRole.Assistant, [new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["a"] = new Given() })])),
            ["not a number"] = given => given.Options.Temperature = float.NaN,
            ["failed function"] = given => given.Messages.Add(new(ChatRole.Tool, [new FunctionResultContent("c", null) { Exception = new InvalidOperationException("x") }])),
            ["hosted file"] = given => given.Messages[1].Contents.Add(new HostedFileContent("f")),
            ["web search"] = given => given.Options.Tools = [new HostedWebSearchTool()],
            ["approval"] = given => given.Messages.Add(new(ChatRole.User, [new ToolApprovalResponseContent("i", true, new FunctionCallContent("c", "f"))])),
            ["off"] = given => given.Options.AdditionalProperties!["router.cache"] = "off",
            ["no message"] = given => given.Messages.Add(null!),
        };
        foreach ((string name, Action<Given> change) in reasons)
        {
            With(change).Should().BeNull(name);
        }
    }

    [Fact]
    public void Functions_are_cached_only_where_it_is_said()
    {
        Action<Given>[] changes = [ChangesByName["tool"], ChangesByName["call"], ChangesByName["result"]];
        foreach (Action<Given> change in changes)
        {
            Given given = new() { Tools = false };
            change(given);
            given.Key.Should().BeNull();
        }
    }

    [Fact]
    public void An_answer_given_back_counts_by_what_it_says() =>
        With(given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, [new TextContent("x") { RawRepresentation = 1 }]) { RawRepresentation = 2 }))
            .Should().NotBeNull().And.Be(With(given => given.Messages.Add(new ChatMessage(ChatRole.Assistant, "x"))));

    [Fact]
    public void The_options_hold_nothing_unwritten_that_is_not_looked_at_by_hand() =>
        typeof(ChatOptions).GetProperties()
            .Where(property => property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), false))
            .Select(property => property.Name)
            .Should().BeEquivalentTo(nameof(ChatOptions.Tools), nameof(ChatOptions.RawRepresentationFactory));

    private const string PinnedKey = "18e71b53bad84324ddd722dca1a03c518a9363f11415dc43bfa6f434ce55d99f";

    private static string? With(Action<Given> change)
    {
        Given given = new();
        change(given);
        return given.Key;
    }

    private sealed class Given
    {
        internal string? Provider { get; set; } = "p";

        internal string? Model { get; set; } = "m";

        internal string? Version { get; set; } = "v";

        internal string? Tenant { get; set; } = "t";

        internal bool Tools { get; init; } = true;

        internal List<ChatMessage> Messages { get; set; } =
        [
            new(ChatRole.System, "be kind"),
            new(ChatRole.User, [new TextContent("hello"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]),
        ];

        internal ChatOptions Options { get; set; } = new() { Temperature = 0.1f, Seed = 7, AdditionalProperties = new() { ["p"] = 1, ["z"] = "s" } };

        internal string? Key => CacheKey.Of(new CacheIdentity(Provider, Model, Version), Tenant, Messages, Options, Tools);
    }

    private sealed class OwnOptions : ChatOptions;

    private sealed class OwnMessage : ChatMessage;

    private sealed class OwnContent : AIContent;
}
