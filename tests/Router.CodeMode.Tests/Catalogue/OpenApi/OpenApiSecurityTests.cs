using System.Net;
using System.Text.Json;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Execution;
using Router.TestKit;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

public sealed class OpenApiSecurityTests
{
    private const string Secret = "s3cr3t-value/with+signs";

    [Theory]
    [InlineData("""{"type":"apiKey","in":"header","name":"X-Key"}""", "X-Key", Secret)]
    [InlineData("""{"type":"apiKey","in":"cookie","name":"sid"}""", "Cookie", "sid=" + Secret)]
    [InlineData("""{"type":"http","scheme":"bearer"}""", "Authorization", "Bearer " + Secret)]
    [InlineData("""{"type":"http","scheme":"Basic"}""", "Authorization", "Basic czNjcjN0LXZhbHVlL3dpdGgrc2lnbnM=")]
    [InlineData("""{"type":"oauth2","flows":{}}""", "Authorization", "Bearer " + Secret)]
    public async Task A_credential_goes_where_its_scheme_says(string scheme, string header, string value)
    {
        ApiRig rig = await Rig(scheme);

        await rig.Dispatcher.ValueAsync("api.op", "[]");

        rig.Last.Message.Headers.NonValidated[header].ToString().Should().Be(value);
    }

    [Fact]
    public async Task A_key_in_the_query_is_the_hosts_alone()
    {
        ApiRig rig = await Rig(
            """{"type":"apiKey","in":"query","name":"key"}""",
            """{"name":"key","in":"query","schema":{"type":"string"}},{"name":"f","in":"query","style":"form","explode":true,"schema":{"type":"object"}}""");

        rig.Dispatcher.Catalogue.Find("api.op")!.Parameters.Select(parameter => parameter.Name).Should().Equal("f");
        await rig.Dispatcher.ValueAsync("api.op", """[{"f":{"key":"mine","other":"x"}}]""");
        rig.Last.Path.Should().Be("/v1/x?other=x&key=s3cr3t-value%2Fwith%2Bsigns");
    }

    [Theory]
    [InlineData(200, "application/json")]
    [InlineData(200, "text/plain")]
    [InlineData(401, "application/json")]
    [InlineData(500, "text/plain")]
    public async Task A_server_that_repeats_the_credential_does_not_bring_it_to_the_program(int status, string mediaType)
    {
        foreach (string scheme in new[] { """{"type":"apiKey","in":"query","name":"key"}""", """{"type":"http","scheme":"basic"}""", """{"type":"http","scheme":"bearer"}""" })
        {
            ApiRig rig = await Rig(scheme, "", request => StubHttpHandler.Body(
                System.Text.Encoding.UTF8.GetBytes($"{{\"message\":\"you sent {request.Path} {request.Header("Authorization")}\"}}"), mediaType, (HttpStatusCode)status));

            CodeCallResult result = await rig.Dispatcher.InvokeAsync("api.op", "[]");

            $"{result.Value?.GetRawText()} {result.Error?.Message} {result.Error?.Hint}".Should()
                .Contain("you sent").And.NotContain("s3cr3t").And.NotContain("czNjcjN0");
        }
    }

    [Theory]
    [InlineData("\\u00")]
    [InlineData("\\/")]
    public async Task A_credential_that_comes_back_escaped_does_not_reach_the_program_either(string escape)
    {
        string escaped = escape == "\\/" ? Secret.Replace("/", "\\/", StringComparison.Ordinal)
            : string.Concat(Secret.Select(letter => $"\\u{(int)letter:x4}"));
        ApiRig rig = await Rig("""{"type":"http","scheme":"bearer"}""", "", _ => StubHttpHandler.Json($"{{\"sent\":[\"Bearer {escaped}\"],\"{escaped}\":1}}"));

        JsonElement value = await rig.Dispatcher.ValueAsync("api.op", "[]");

        value.GetProperty("sent")[0].GetString().Should().Be("Bearer [removed]");
        value.GetProperty("[removed]").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_cookie_of_the_hosts_is_the_hosts_alone()
    {
        ApiRig rig = await Rig(
            """{"type":"apiKey","in":"cookie","name":"sid"}""",
            """{"name":"f","in":"cookie","style":"form","explode":true,"schema":{"type":"object"}}""");

        await rig.Dispatcher.ValueAsync("api.op", """[{"f":{"sid":"mine","SID":"mine","other":"a; sid=mine"}}]""");

        rig.Last.Message.Headers.NonValidated["Cookie"].ToString().Should().Be("other=a%3B%20sid%3Dmine; sid=" + Secret);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../admin")]
    [InlineData("a/../../admin")]
    [InlineData("..\\\\admin")]
    public async Task No_argument_climbs_the_path_even_where_the_server_decodes_it_first(string value)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/files/{name}/raw", ""));

        (await rig.Dispatcher.ErrorAsync("api.op", $"[{{\"name\":\"{value}\"}}]")).Kind.Should().Be(CodeErrorKind.InvalidArguments);
        rig.Server.Requests.Should().BeEmpty();
        await rig.Dispatcher.ValueAsync("api.op", """[{"name":"heads/..feature."}]""");
        rig.Last.Path.Should().Be("/v1/files/heads%2F..feature./raw");
    }

    [Fact]
    public async Task Servers_of_one_template_and_other_variables_are_other_servers()
    {
        const string Document = """
            {"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{
             "/a":{"servers":[{"url":"https://{host}","variables":{"host":{"default":"a.test"}}}],"get":{"operationId":"a","responses":{}}},
             "/b":{"servers":[{"url":"https://{host}","variables":{"host":{"default":"b.test"}}}],"get":{"operationId":"b","responses":{}}}}}
            """;
        ApiRig rig = await ApiRig.StartAsync(Document);

        await rig.Dispatcher.ValueAsync("api.a", "[]");
        await rig.Dispatcher.ValueAsync("api.b", "[]");

        rig.Server.Requests.Select(request => request.Message.RequestUri!.Host).Should().Equal("a.test", "b.test");
    }

    [Fact]
    public async Task Every_failure_on_the_way_keeps_the_credential()
    {
        Exception[] failures = [new HttpRequestException($"https://api.test?key={Secret}"), new IOException(Secret), new InvalidOperationException(Secret), new TaskCanceledException(Secret)];
        foreach (Exception failure in failures)
        {
            ApiRig rig = await Rig("""{"type":"apiKey","in":"query","name":"key"}""", "", _ => throw failure);

            CodeError error = await rig.Dispatcher.ErrorAsync("api.op", "[]");

            $"{error.Message} {error.Hint}".Should().NotContain("s3cr3t");
        }
    }

    [Fact]
    public async Task The_first_alternative_that_the_host_can_show_is_shown_and_none_is_told_by_name()
    {
        const string Schemes = """
            "components":{"securitySchemes":{"a":{"type":"http","scheme":"bearer"},"b":{"type":"apiKey","in":"header","name":"X-B"},"c":{"type":"apiKey","in":"header","name":"X-C"}}},"security":[{"a":[]},{"b":[],"c":[]}],
            """;
        string document = ApiRig.Document("/x", "", "get", Schemes);
        ApiRig second = await ApiRig.StartAsync(document, null, Options(credential => credential.Scheme == "a" ? null : Secret));
        ApiRig none = await ApiRig.StartAsync(document, null, Options(credential => credential.Scheme == "b" ? Secret : null));

        await second.Dispatcher.ValueAsync("api.op", "[]");
        second.Last.Header("Authorization").Should().BeNull();
        (second.Last.Header("X-B"), second.Last.Header("X-C")).Should().Be((Secret, Secret));
        CodeError error = await none.Dispatcher.ErrorAsync("api.op", "[]");
        error.Message.Should().Contain("'a' or 'b' and 'c'").And.NotContain(Secret);
        none.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task An_operation_may_ask_for_nothing()
    {
        string document = ApiRig.Document("/x", "\"security\":[],", "get", """
            "components":{"securitySchemes":{"a":{"type":"http","scheme":"bearer"}}},"security":[{"a":[]}],
            """);
        ApiRig rig = await ApiRig.StartAsync(document, null, Options(_ => Secret));

        await rig.Dispatcher.ValueAsync("api.op", "[]");

        rig.Last.Header("Authorization").Should().BeNull();
    }

    [Fact]
    public async Task No_redirect_carries_a_credential_to_another_host()
    {
        ApiRig rig = await Rig("""{"type":"apiKey","in":"header","name":"X-Key"}""", "", _ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.test/") } });

        (await rig.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("another host");
        rig.Server.Requests.Should().ContainSingle().Which.Message.RequestUri!.Host.Should().Be("api.test");
    }

    [Fact]
    public async Task What_frames_a_request_is_no_argument()
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document(
            "/x", """
            "parameters":[{"name":"authorization","in":"header","schema":{}},{"name":"Host","in":"header","schema":{}},{"name":"X-Fine","in":"header","schema":{}}],
            """));

        rig.Dispatcher.Catalogue.Find("api.op")!.Parameters.Select(parameter => parameter.Name).Should().Equal("X-Fine");
    }

    private static Task<ApiRig> Rig(string scheme, string parameters = "", Func<RecordedRequest, HttpResponseMessage>? answer = null) => ApiRig.StartAsync(
        ApiRig.Document("/x", $"\"parameters\":[{parameters}],", "get", $"\"components\":{{\"securitySchemes\":{{\"s\":{scheme}}}}},\"security\":[{{\"s\":[]}}],"),
        answer,
        Options(_ => Secret));

    private static OpenApiSourceOptions Options(Func<OpenApiCredential, string?> secret) =>
        new() { Root = "api", Credentials = (credential, _) => new ValueTask<string?>(secret(credential)) };
}
