using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Results;
using Router.CodeMode.Tests.Loop;
using Router.Context;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Results;

public sealed class ResultTests
{
    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static TestFunction Returns(string name, string json) => new(name, () => Json(json));

    private static ChatOptions Session(params AITool[] tools) => new ChatOptions { Tools = [.. tools] }.WithRouteContext(new RouteContext { Session = "s" });

    [Fact]
    public async Task A_result_over_the_budget_is_valid_shorter_and_says_so_and_the_whole_is_there_for_later_programs()
    {
        string rows = $"[{string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""{"id":{{i}},"name":"row {{i}}"}"""))}]";
        LoopPlan plan = new()
        {
            Settings = Enforced with { ResultTokens = 500 },
            Options = Session(Returns("db_rows", rows)),
            Turns =
            [
                Turn("m0", Program("c0", "call db.rows")),
                Turn("m1", Program("c1", "call artifacts.read {\"id\":\"a1\",\"path\":\"[2999].name\"}")),
                Turn("m2", Program("c2", "call artifacts.read {\"id\":\"a1\",\"offset\":10,\"limit\":2}")),
                Turn("m3", Program("c3", "call artifacts.read {\"id\":\"a9\"}")),
                Say("m4", "done"),
            ],
        };
        LoopResult result = await plan.RunAsync(false);
        JsonElement answer = Json(result.ResultOf("c0")!);
        answer.GetProperty("artifact").GetString().Should().Be("a1");
        answer.GetProperty("shortened").GetString().Should().Contain("artifacts.read(\"a1\"");
        JsonElement shown = answer.GetProperty("result");
        shown[shown.GetArrayLength() - 1].GetString().Should().Be($"… {3_000 - (shown.GetArrayLength() - 1)} more of 3000");
        EstimatingTokenCounter.Instance.Count(result.ResultOf("c0")).Should().BeLessThanOrEqualTo(500);
        result.ResultOf("c1").Should().StartWith("{\"result\":\"row 2999\"");
        result.ResultOf("c2").Should().StartWith("{\"result\":[{\"id\":10,\"name\":\"row 10\"},{\"id\":11,");
        result.ResultOf("c3").Should().Contain("There is no artifact 'a9'");
    }

    [Fact]
    public void Whatever_is_shortened_is_valid_fits_and_leaves_what_fits_alone()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            JsonElement value = Json(Value(random, 6));
            int budget = random.Next(60, 2_000);
            (string json, bool shortened) = JsonShortener.Fit(value, budget, EstimatingTokenCounter.Instance);
            FluentActions.Invoking(() => Json(json)).Should().NotThrow($"of seed {seed}");
            int tokens = EstimatingTokenCounter.Instance.Count(Router.CodeMode.Results.ModelJson.Write(value));
            shortened.Should().Be(tokens > budget, $"of seed {seed}");
            EstimatingTokenCounter.Instance.Count(json).Should().BeLessThanOrEqualTo(budget, $"of seed {seed}");
        }
    }

    private static string Value(Random random, int depth) => (depth == 0 ? random.Next(3) : random.Next(6)) switch
    {
        0 => random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => Router.CodeMode.Results.ModelJson.Quote(new string('é', random.Next(400)) + "\ud83d\ude00\"\\"),
        2 => "null",
        3 or 4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => Value(random, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(8)).Select(i => $"\"k{i}\":{Value(random, depth - 1)}"))}}}",
    };

    [Fact]
    public async Task Bytes_leave_the_text_and_images_go_beside_it()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0];
        string image = Convert.ToBase64String(png);
        string blob = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('z', 5_000)));
        foreach (bool streaming in new[] { true, false })
        {
            LoopPlan plan = new()
            {
                Settings = Enforced with { BinaryContentBytes = 9 },
                Options = Session(Returns("ai_draw", $$$"""{"image":{"$bytes":"{{{image}}}"},"blob":{"$bytes":"{{{blob}}}"},"n":1}""")),
                Turns = [Turn("m0", Program("c0", "call ai.draw")), Turn("m1", Program("c1", "call artifacts.read {\"id\":\"a2\",\"limit\":3}")), Say("m2", "done")],
            };

            LoopResult result = await plan.RunAsync(streaming);
            result.ResultOf("c0").Should().Be(
                """{"result":{"image":{"mediaType":"image/png","bytes":9,"artifact":"a1","attached":true},"blob":{"mediaType":"application/octet-stream","bytes":5000,"artifact":"a2","attached":false},"n":1},"logs":[],"calls":{"ai.draw":1}}""");
            DataContent content = result.Contents.OfType<DataContent>().Should().HaveCount(1).And.Subject.First();
            content.Data.ToArray().Should().Equal(png);
            result.ResultOf("c1").Should().NotContain("$bytes").And.Contain("\"bytes\":3");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task An_image_over_the_limit_is_an_artifact_alone(int limit)
    {
        LoopPlan plan = new()
        {
            Settings = Enforced with { BinaryContentBytes = limit },
            Options = Session(Returns("ai_draw", """{"$bytes":"iVBORw0KGgoA"}""")),
            Turns = [Turn("m0", Program("c0", "call ai.draw")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(false);
        result.ResultOf("c0").Should().StartWith("""{"result":{"mediaType":"image/png","bytes":9,"artifact":"a1","attached":false}""");
        result.Contents.OfType<DataContent>().Should().BeEmpty();
    }

    [Fact]
    public void A_store_keeps_within_its_limits_and_sessions_apart()
    {
        ManualTimeProvider clock = new();
        InMemoryArtifactStore store = new(new SessionLimits { Entries = 2, Bytes = 10, Sessions = 2, Lifetime = TimeSpan.FromMinutes(1) }, clock);
        string? Add(string session, int bytes) => store.AddAsync(session, new Artifact("x", null, new byte[bytes]), default).AsTask().Result;
        Artifact? Get(string session, string id) => store.GetAsync(session, id, default).AsTask().Result;

        Add("s", 11).Should().BeNull();
        Add("s", 4).Should().Be("a1");
        Add("s", 4).Should().Be("a2");
        Add("s", 4).Should().Be("a3");
        Get("s", "a1").Should().BeNull("the oldest goes first");
        Get("s", "a3").Should().NotBeNull();
        Add("s", 9).Should().Be("a4");
        Get("s", "a3").Should().BeNull("bytes count too");
        Get("t", "a4").Should().BeNull();
        clock.Advance(TimeSpan.FromSeconds(59));
        Get("s", "a4").Should().NotBeNull();
        clock.Advance(TimeSpan.FromSeconds(60));
        Get("s", "a4").Should().BeNull();
    }

    [Fact]
    public async Task A_full_session_refuses_values_and_says_so()
    {
        InMemorySessionValues values = new(new SessionLimits { Entries = 1 });
        await values.SetAsync("s", "k", Json("1"), default);
        await values.SetAsync("s", "k", Json("2"), default);
        (await values.GetAsync("s", "k", default))!.Value.GetInt32().Should().Be(2);
        await FluentActions.Awaiting(async () => await values.SetAsync("s", "l", Json("1"), default)).Should().ThrowAsync<CodeCallException>();
        await values.SetAsync("s", "k", null, default);
        await values.SetAsync("s", "l", Json("1"), default);
    }

    [Theory]
    [InlineData("items[1].name", "\"b\"")]
    [InlineData("$.items[1].name", "\"b\"")]
    [InlineData("/items/1/name", "\"b\"")]
    [InlineData("/a~1b", "3")]
    [InlineData("['a/b']", "3")]
    public void A_path_finds_its_part(string path, string json) =>
        ArtifactPath.Read(Json("""{"items":[{"name":"a"},{"name":"b"}],"a/b":3}"""), path, 0, null).GetRawText().Should().Be(json);

    [Fact]
    public void A_path_to_nothing_says_what_there_is() =>
        FluentActions.Invoking(() => ArtifactPath.Read(Json("""{"items":[]}"""), "item", 0, null))
            .Should().Throw<CodeCallException>().Which.Hint.Should().Be("It has: items.");

    [Fact]
    public async Task Personal_values_are_masked_before_the_model_and_restored_on_the_way_into_calls()
    {
        TestFunction send = new("mail_send", () => "sent to ann@example.com");
        TestFunction find = new("crm_find", () => Json("""{"mail":"ann@example.com","name":"Ann Lee","other":"of Ann Lee","age":41}""")) { Returns = Json("""{"properties":{"name":{"x-personal":true}}}""") };
        TestFunction plain = new("plain", () => "call +44 20 7946 0958 or ann@example.com");
        LoopPlan plan = new()
        {
            Settings = Enforced with { PersonalData = new PatternPersonalDataFilter("age"), FirstPersonalToken = 1 },
            Options = Session(send, find, new DirectOnlyFunction(plain)),
            Turns =
            [
                Turn("m0", Program("c0", "log ann@example.com\ncall crm.find")),
                Turn("m1", Program("c1", "call mail.send {\"to\":\"[[email_1]]\"}")),
                Turn("m2", Call("c2", "plain", ("to", "[[email_1]]"), ("who", "[[nobody_9]]"))),
                Say("m3", "done"),
            ],
        };
        LoopResult result = await plan.RunAsync(false);
        result.ResultOf("c0").Should().Be("""{"result":{"mail":"[[email_1]]","name":"[[value_1]]","other":"of [[value_1]]","age":41},"logs":["[[email_1]]"],"calls":{"crm.find":1}}""".Replace(":41", ":\"[[value_2]]\"", StringComparison.Ordinal));
        send.Calls.Single()["to"]!.ToString().Should().Be("ann@example.com");
        result.ResultOf("c1").Should().Contain("sent to [[email_1]]");
        plain.Calls.Single().Should().Contain("to", "ann@example.com").And.Contain("who", "[[nobody_9]]");
        result.ResultOf("c2").Should().Be("call [[phone_1]] or [[email_1]]");
    }

    [Theory]
    [InlineData("a b@c.io d", "email")]
    [InlineData("4111 1111 1111 1111", "card")]
    [InlineData("4111111111111111", "card")]
    [InlineData("DE89 3704 0044 0532 0130 00", "iban")]
    [InlineData("GB82WEST12345698765432", "iban")]
    [InlineData("+49 30 901820", "phone")]
    [InlineData("(415) 555-2671", "phone")]
    [InlineData("4111 1111 1111 1112", null)]
    [InlineData("DE00 3704 0044 0532 0130 00", null)]
    [InlineData("2024-05-17 12:00, version 1.2.3, id 1234567", null)]
    public void Forms_are_found_and_check_digits_are_checked(string text, string? kind) =>
        new PatternPersonalDataFilter().Find(null, text).Select(match => match.Kind).Distinct().Should().BeEquivalentTo(kind is null ? Array.Empty<string>() : [kind]);

    [Fact]
    public void A_value_restored_into_a_program_can_never_become_code()
    {
        PersonalDataVault vault = new(new PatternPersonalDataFilter("x"));
        string token = vault.Mask("x", "\"); steal(`${1}`); //\n\u2028");
        vault.RestoreProgram($"f(\"{token}\")").Should().MatchRegex("^f\\(\"([A-Za-z0-9]|\\\\u[0-9a-f]{4})+\"\\)$");
        vault.Restore(token).Should().Be("\"); steal(`${1}`); //\n\u2028");
    }

    [Fact]
    public async Task An_approved_snippet_runs_as_a_run_of_its_own_and_cannot_wait_for_approvals()
    {
        TestFunction read = new("data_read", () => "read");
        TestFunction write = new("data_write", () => "written");
        TestExecutor executor = new();
        LoopPlan plan = new()
        {
            Settings = Enforced with { Snippets = new SnippetList([new Snippet("good", "Reads.", "call data.read"), new Snippet("evil", "Writes.", "call data.write"), new Snippet("self", "Calls itself.", "call snippets.good")]) },
            Executor = executor,
            Options = Session(read, new ApprovalRequiredAIFunction(write)),
            Turns = [Turn("m0", Call("c9", "generate_code", ("task", "t")), Program("c0", "call snippets.good {\"a\":1}"), Program("c1", "call snippets.evil"), Program("c2", "call snippets.self")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(false);
        result.ResultOf("c9").Should().Contain("await snippets.good(…): Reads.");
        result.ResultOf("c0").Should().StartWith("{\"result\":\"read\"");
        result.ResultOf("c1").Should().Contain("Denied");
        result.ResultOf("c2").Should().Contain("does not exist");
        write.Calls.Should().BeEmpty();
        executor.Requests[1].RunId.Should().Be($"{executor.Requests[0].RunId}.1");
        executor.Requests[1].Source.Should().Be("return await (\ncall data.read\n)({\"a\":1});");
    }

    [Theory]
    [InlineData("a b", "x")]
    [InlineData("1a", "x")]
    [InlineData("a", " ")]
    public void A_snippet_that_cannot_be_called_is_refused(string name, string source) =>
        FluentActions.Invoking(() => new SnippetList([new Snippet(name, "d", source)])).Should().Throw<ArgumentException>();
}
