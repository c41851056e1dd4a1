using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.OpenAI;

public sealed class ChatRejectionTests : EmulatorTest
{
    private const string Path = "/chat/completions";
    private const string User = """{"role":"user","content":"hello"}""";
    private const string Tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}""";
    private const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""";

    [Theory]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"x":1}""", "Unrecognized request argument supplied: x", null)]
    [InlineData($$$$$$"""{"messages":[{{{{{{User}}}}}}]}""", "you must provide a model parameter", "model")]
    [InlineData("""{"model":"gpt-4o"}""", "Missing required parameter: 'messages'", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[]}""", "empty array", "messages")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":{{{{{{User}}}}}}}""", "Invalid type for 'messages'", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"robot","content":"x"}]}""", "Invalid value: 'robot'", "messages[0].role")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":null}]}""", "expected a string, got null", "messages[0].content")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":5}]}""", "Invalid type for 'messages[0].content'", "messages[0].content")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","name":"a b","content":"x"}]}""", "does not match pattern", "messages[0].name")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"temperature":3}""", "above maximum", "temperature")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"temperature":"hot"}""", "Invalid type for 'temperature'", "temperature")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"max_completion_tokens":0}""", "below minimum", "max_completion_tokens")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"stream":"yes"}""", "Invalid type for 'stream'", "stream")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"stream_options":{"include_usage":true}}""", "only allowed when 'stream'", "stream_options")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"reasoning_effort":"low"}""", "Unrecognized request argument supplied: reasoning_effort", null)]
    [InlineData($$$$$$"""{"model":"o3-mini","messages":[{{{{{{User}}}}}}],"max_tokens":10}""", "Use 'max_completion_tokens' instead", "max_tokens")]
    [InlineData($$$$$$"""{"model":"gpt-5","messages":[{{{{{{User}}}}}}],"temperature":0.5}""", "Only the default (1)", "temperature")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"max_tokens":1,"max_completion_tokens":1}""", "at the same time", "max_tokens")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[]}""", "empty array", "tools")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{"type":"function","function":{"name":"bad name"}}]}""", "does not match pattern", "tools[0].function.name")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{"name":"flat"}]}""", "tools[0].function", "tools[0].function")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}]}""", "Invalid schema for function 'f'", "tools[0].function.parameters")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}}]}""", "Missing 'a'", "tools[0].function.parameters")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{{{{{{Tool}}}}}}],"tool_choice":"any"}""", "Invalid value: 'any'", "tool_choice")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tool_choice":"auto"}""", "only allowed when 'tools'", "tool_choice")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"tools":[{{{{{{Tool}}}}}}],"tool_choice":{"type":"function","function":{"name":"g"}}}""", "not in 'tools'", "tool_choice")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"parallel_tool_calls":true}""", "only allowed when 'tools'", "parallel_tool_calls")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}},{"role":"tool","tool_call_id":"c1","content":"x"}]}""", "must be a response to a preceeding message", "messages[1].role")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}},{{{{{{Call}}}}}},{"role":"tool","tool_call_id":"c2","content":"x"}]}""", "must be a response to a preceeding message", "messages[2].role")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}},{{{{{{Call}}}}}},{{{{{{User}}}}}}]}""", "did not have response messages: c1", "messages")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}},{{{{{{Call}}}}}}]}""", "did not have response messages: c1", "messages")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object"}}}}""", "Missing required parameter: 'response_format.json_schema.name'", "response_format.json_schema.name")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{}}}}}""", "'additionalProperties' is required", "response_format")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"response_format":{"type":"json_object"}}""", "must contain the word 'json'", "messages")]
    [InlineData($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}],"response_format":{"type":"xml"}}""", "Invalid value: 'xml'", "response_format.type")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""", "unsupported image", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]}]}""", "Error while downloading", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}]}""", "is not valid for role 'system'", "messages[0].content[0]")]
    public async Task Request_that_OpenAI_refuses_is_a_400(string body, string message, string? param)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, body);
        JsonNode error = (await ReadJsonAsync(response))["error"]!;

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        error["message"]!.GetValue<string>().Should().Contain(message);
        error["type"]!.GetValue<string>().Should().Be("invalid_request_error");
        error["param"]?.GetValue<string>().Should().Be(param);
    }

    [Fact]
    public async Task Unknown_model_is_a_404()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, $$$$$$"""{"model":"gpt-9","messages":[{{{{{{User}}}}}}]}""");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ReadJsonAsync(response))["error"]!["code"]!.GetValue<string>().Should().Be("model_not_found");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Bearer sk-wrong", "invalid_api_key")]
    [InlineData("Basic sk-emulated-openai-key", "invalid_api_key")]
    public async Task Missing_or_wrong_credential_is_a_401_without_rate_limits(string? authorization, string? code)
    {
        using HttpRequestMessage request = Request(Emulators.OpenAI, HttpMethod.Post, Path, Json($$$$$$"""{"model":"gpt-4o","messages":[{{{{{{User}}}}}}]}"""));
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        using HttpResponseMessage response = await SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await ReadJsonAsync(response))["error"]!["code"]?.GetValue<string>().Should().Be(code);
        response.Headers.Should().NotContain(header => header.Key.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("{\"model\":", "application/json", "could not parse the JSON body")]
    [InlineData("[]", "application/json", "could not parse the JSON body")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}", "application/json", "could not parse the JSON body")]
    [InlineData("{}", "text/plain", "Unsupported content type")]
    public async Task Body_that_is_no_JSON_is_a_400(string body, string type, string message)
    {
        using HttpRequestMessage request = Request(Emulators.OpenAI, HttpMethod.Post, Path, new StringContent(body, Encoding.UTF8, type));
        using HttpResponseMessage response = await SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await ReadJsonAsync(response))["error"]!["message"]!.GetValue<string>().Should().Contain(message);
    }

    [Fact]
    public async Task Wrong_route_and_wrong_method_have_OpenAI_s_own_errors()
    {
        using HttpResponseMessage route = await PostAsync(Emulators.OpenAI, "/chat/complete", "{}");
        using HttpResponseMessage method = await GetAsync(Emulators.OpenAI, Path);

        route.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ReadJsonAsync(route))["error"]!["message"]!.GetValue<string>().Should().Be("Invalid URL (POST /v1/chat/complete)");
        method.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await ReadJsonAsync(method))["error"]!["code"]!.GetValue<string>().Should().Be("method_not_supported");
    }
}
