using Router.Adapters;
using Router.Configuration;

namespace Router.Tests.Configuration;

public sealed class ErrorTests
{
    public static TheoryData<string, string, string, string?> Cases()
    {
        TheoryData<string, string, string, string?> data = [];
        foreach ((string json, string path, string message, string? suggestion) in ErrorCases.All)
        {
            data.Add(json, path, message, suggestion);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_fault_is_named_with_path_line_column_and_suggestion(
        string marked, string path, string message, string? suggestion)
    {
        (string json, int line, int column) = Unmark(marked);

        IReadOnlyList<ConfigurationError> errors = Given.JsonErrors(json);

        errors.Should().Equal(new ConfigurationError(path, message)
        {
            Source = "providers.json",
            Line = line,
            Column = column,
            Suggestion = suggestion,
        });
    }

    [Fact]
    public void All_faults_of_a_file_come_at_once_one_per_line_in_the_order_of_the_file()
    {
        const string Json = """
            {
              "providers": {
                "openai": { "type": "openai", "apikey": "${env:KEY}" },
                "bad": { "type": "opnai" }
              },
              "routes": {
                "assistant": {
                  "task": "chatt",
                  "targets": [
                    { "provider": "opnai", "model": "gpt-4o-mini" }
                  ],
                  "timeouts": { "total": "30s" },
                  "maxAttempts": 0
                }
              },
              "default": { }
            }
            """;

        Action load = () => Given.LoadJson(Json);

        load.Should().Throw<RouterConfigurationException>().Which.Message.Should().Be("""
            The configuration has 7 errors:
            providers.json:3:35 providers.openai.apikey: there is no property 'apikey' here. Did you mean 'apiKey'?
            providers.json:4:22 providers.bad.type: no provider type is named 'opnai'. Did you mean 'openai'?
            providers.json:8:15 routes.assistant.task: 'chatt' is not one of 'chat', 'image'. Did you mean 'chat'?
            providers.json:10:23 routes.assistant.targets[0].provider: no provider is named 'opnai'. Did you mean 'openai'?
            providers.json:12:30 routes.assistant.timeouts.total: must be a duration in the form hh:mm:ss (such as 00:00:30, or 1.00:00:00 for a day). Did you mean '00:00:30'?
            providers.json:13:22 routes.assistant.maxAttempts: must be 1 or more.
            providers.json:16:3 default: there is no property 'default' here. Did you mean 'defaults'?
            """);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_with_its_name()
    {
        using Router.Configuration.Sources.FileConfigSource source =
            new("nowhere.json", new Router.TestKit.ManualTimeProvider(), null, Given.Environment());

        Given.Errors(() => source.Load(Given.Context)).Single().ToString().Should().Be($"nowhere.json: the file '{Path.GetFullPath("nowhere.json")}' does not exist.");
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_at_their_place()
    {
        FakeEnvironment machine = Given.Environment();
        machine.Write(Given.FileName, [.. "{\n  \"a"u8, 0xC3, 0x28, .. "\": 1 }"u8]);
        using Router.Configuration.Sources.FileConfigSource source =
            new(Given.FileName, new Router.TestKit.ManualTimeProvider(), null, machine);

        Given.Errors(() => source.Load(Given.Context)).Single().ToString()
            .Should().Be("providers.json:2:5: the text is not valid UTF-8.");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_an_error_and_no_other_exception()
    {
        Given.JsonErrors("""{ "defaults": { "chat": "\ud800" }, "routes": { } }""")
            .Should().Contain(error => error.Path == "defaults.chat" && error.Message == "the text has half of a surrogate pair.");
    }

    [Fact]
    public void The_sentences_of_a_provider_type_stand_at_the_provider_and_it_sees_the_models_of_its_targets()
    {
        List<ModelReference> seen = [];
        FakeProviderType type = new("openai", Given.OpenAISettings)
        {
            OnValidate = (settings, models, errors) =>
            {
                seen.AddRange(models);
                errors.Add($"the key has {settings.RequiredText("apiKey").Length} characters.");
            },
        };
        const string Json = """
            { "providers": { "p": { "type": "openai", "apiKey": "${env:KEY}" } },
              "routes": {
                "a": { "targets": [ { "provider": "P", "model": "m" }, { "provider": "p", "model": "m", "version": "v" } ] },
                "b": { "targets": [ { "provider": "p", "model": "m" }, { "provider": "mine", "model": "other" } ] } } }
            """;

        Given.JsonErrors(Json, context: Given.Application(type)).Single().ToString()
            .Should().Be("providers.json:1:23 providers.p: the key has 11 characters.");
        seen.Should().Equal(new ModelReference("m"), new ModelReference("m", "v"));
    }

    [Fact]
    public void A_provider_type_is_not_asked_about_settings_that_are_wrong_already()
    {
        FakeProviderType type = new("openai", Given.OpenAISettings) { OnValidate = (_, _, errors) => errors.Add("asked") };

        Given.JsonErrors(Given.Provider("""{ "type": "openai", "endpoint": "nowhere" }"""), context: Given.Application(type))
            .Should().ContainSingle().Which.Path.Should().Be("providers.p.endpoint");
    }

    [Fact]
    public void A_provider_named_like_a_client_given_in_code_is_an_error()
    {
        Given.JsonErrors("""
            { "providers": { "mine": { "type": "openai" } },
              "routes": { "r": { "targets": [ { "provider": "mine", "model": "m" } ] } } }
            """).Single().ToString().Should().Be(
            "providers.json:1:26 providers.mine: a client given in code is named 'mine' as well; rename one of the two.");
    }

    [Fact]
    public void A_default_timer_longer_than_a_short_total_is_no_error()
    {
        Given.LoadJson(Given.RouteWith("\"timeouts\": { \"total\": \"00:00:05\" }"))
            .Config.Routes["r"].Timeouts.Total.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_key_in_the_wrong_property_is_not_repeated()
    {
        const string Key = "sk-proj-0123456789abcdefghij";

        string message = string.Join('\n', Given.JsonErrors(Given.Provider($$"""{ "type": "{{Key}}", "apiKey": 1 }""")));

        message.Should().Contain("no provider type is named 'sk-proj-012…'.").And.NotContain(Key);
    }

    [Theory]
    [InlineData("gpt-4o-mini-2024-07-18")]
    [InlineData("openai/@cf/meta/llama-3.3-70b-instruct-fp8-fast")]
    [InlineData("customer-support-assistant-2")]
    public void Names_and_models_are_repeated_whole(string name) => Shown.Name(name).Should().Be(name);

    private static (string Json, int Line, int Column) Unmark(string marked)
    {
        int at = marked.IndexOf('§', StringComparison.Ordinal);
        string before = marked[..at];
        return (marked.Remove(at, 1), before.Count(c => c == '\n') + 1, at - before.LastIndexOf('\n'));
    }
}
