using Router.Configuration;
using Router.Configuration.References;
using Router.Configuration.Sources;

namespace Router.Tests.Configuration;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("${env:KEY}", "sk-from-env")]
    [InlineData("https://${env:HOST}/v1/${env:HOST}", "https://example.com/v1/example.com")]
    [InlineData("${env:UNSET:-https://default/v1}", "https://default/v1")]
    [InlineData("${env:EMPTY:-default}", "default")]
    [InlineData("${env:KEY:-default}", "sk-from-env")]
    [InlineData("$${env:KEY}", "${env:KEY}")]
    [InlineData("$$ $5 {x} $", "$$ $5 {x} $")]
    [InlineData("$$${env:KEY}", "$${env:KEY}")]
    [InlineData("${file:keys/openai}", "sk-from-file")]
    [InlineData("${file:keys/crlf}", "two\tparts ")]
    [InlineData("${file:none:-x}", "x")]
    public void A_reference_becomes_its_value(string text, string value)
    {
        FakeEnvironment machine = Given.Environment();
        machine.Variables["HOST"] = "example.com";
        machine.Variables["EMPTY"] = "";
        machine.Write("keys/openai", "\uFEFFsk-from-file\n");
        machine.Write("keys/crlf", "two\tparts \r\n");
        ReferenceResolver resolver = new(machine, Directory.GetCurrentDirectory());

        resolver.Resolve(text).Should().BeEquivalentTo(new { Value = value, Faults = Array.Empty<string>() });
    }

    [Fact]
    public void Values_of_references_are_taken_as_they_are_and_not_resolved_again()
    {
        FakeEnvironment machine = Given.Environment();
        machine.Variables["KEY"] = "${env:OPENAI_API_KEY} $${x}";

        Given.LoadJson(Given.Provider("""{ "type": "openai", "apiKey": "${env:KEY}" }"""), machine)
            .Config.Providers["p"].Settings.Text("apiKey").Should().Be("${env:OPENAI_API_KEY} $${x}");
    }

    [Fact]
    public void Every_kind_of_setting_can_be_a_reference()
    {
        FakeEnvironment machine = Given.Environment();
        machine.Variables["FLAG"] = "true";
        machine.Variables["NUMBER"] = "42";
        machine.Variables["WAIT"] = "00:00:05";

        RouterConfig config = Given.LoadJson(
            Given.Provider("""{ "type": "everything", "flag": "${env:FLAG}", "number": "${env:NUMBER}", "wait": "${env:WAIT}" }"""),
            machine).Config;

        config.Providers["p"].Settings.Flag("flag").Should().BeTrue();
        config.Providers["p"].Settings.Number("number").Should().Be(42);
        config.Providers["p"].Settings.Duration("wait").Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void An_empty_default_leaves_the_setting_out()
    {
        Given.LoadJson(Given.Provider("""{ "type": "openai", "organization": "${env:UNSET:-}" }"""))
            .Config.Providers["p"].Settings.Names.Should().BeEmpty();
    }

    [Fact]
    public void An_empty_default_of_a_required_setting_is_an_error()
    {
        Given.JsonErrors(Given.Provider("""{ "type": "replicate", "apiToken": "${env:UNSET:-}" }""")).Single().Message
            .Should().Be("'apiToken' is missing: a provider of type 'replicate' needs it.");
    }

    [Fact]
    public void A_variable_missing_for_a_provider_without_routes_is_an_error_that_says_why()
    {
        const string Json = """
            { "providers": { "p": { "type": "openai", "apiKey": "${env:NOPE}" } },
              "routes": { "r": { "targets": [ { "provider": "mine", "model": "m" } ] } } }
            """;

        Given.JsonErrors(Json).Single().Message.Should().Be(
            "the environment variable 'NOPE' is not set, or empty. No route uses 'p', but a provider that is listed is meant to "
            + "work: set the value, or remove the provider.");
    }

    [Fact]
    public void Every_missing_variable_of_a_text_is_named()
    {
        Given.JsonErrors(Given.Provider("""{ "type": "openai", "endpoint": "https://${env:A}/${env:B}" }"""))
            .Select(error => error.Message).Should().Equal(
            "the environment variable 'A' is not set, or empty.", "the environment variable 'B' is not set, or empty.");
    }

    [Fact]
    public void A_file_too_large_to_be_a_secret_is_an_error()
    {
        FakeEnvironment machine = Given.Environment();
        machine.Write("big", new string('x', 70_000));

        Given.JsonErrors(Given.Provider("""{ "type": "openai", "apiKey": "${file:big}" }"""), machine).Single().Message
            .Should().Be("the file 'big' is too large.");
    }

    [Theory]
    [InlineData("\"apiKey\": \"sk-literal\"", "providers.p.apiKey")]
    [InlineData("\"apiKey\": \"${env:KEY:-sk-literal}\"", "providers.p.apiKey")]
    [InlineData("\"headers\": { \"Authorization\": \"Bearer x\" }", "providers.p.headers.Authorization")]
    public void A_secret_written_in_the_file_is_a_warning_with_its_line_and_without_its_value(string setting, string path)
    {
        string json = Given.Provider($$"""{ "type": "openai",{{"\n"}}{{setting}} }""");

        ConfigurationWarning warning = Given.LoadJson(json).Warnings.Should().ContainSingle().Which;

        warning.Path.Should().Be(path);
        warning.Line.Should().Be(2);
        warning.ToString().Should().StartWith("providers.json:2:").And.NotContain("literal}").And.NotContain("sk-").And.NotContain("Bearer");
    }

    [Theory]
    [InlineData("\"apiKey\": \"${env:KEY}\"")]
    [InlineData("\"headers\": { \"Authorization\": \"Bearer ${env:KEY}\", \"x-team\": \"search\" }")]
    public void A_reference_is_no_warning(string setting) =>
        Given.LoadJson(Given.Provider($$"""{ "type": "openai", {{setting}} }""")).Warnings.Should().BeEmpty();

    [Fact]
    public void A_literal_from_an_IConfiguration_is_no_warning_because_it_may_be_a_secret_store_s()
    {
        RouterConfigSnapshot snapshot = Given.LoadSection(Given.Provider("""{ "type": "openai", "apiKey": "sk-literal" }"""));

        snapshot.Warnings.Should().BeEmpty();
        snapshot.Config.Providers["p"].Settings.Text("apiKey").Should().Be("sk-literal");
    }
}
