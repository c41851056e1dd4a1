using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Replicate;

public sealed class RejectionTests : EmulatorTest
{
    private const string Hex = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";

    [Theory]
    [InlineData("""{"input":{}}""", "Input validation failed", "version")]
    [InlineData("""{"version":"stability-ai/sdxl:latest","input":{}}""", "Invalid version or not permitted", null)]
    [InlineData("""{"version":"stability-ai/sdxl","input":{}}""", "Invalid version or not permitted", null)]
    [InlineData("""{"version":"not hex","input":{}}""", "Invalid version or not permitted", null)]
    [InlineData("""{"version":"0000000000000000000000000000000000000000000000000000000000000000","input":{}}""", "Invalid version or not permitted", null)]
    [InlineData("{\"version\":\"other/model:" + Hex + "\",\"input\":{}}", "Invalid version or not permitted", null)]
    [InlineData("{\"version\":\"black-forest-labs/flux-schnell:" + Hex + "\",\"input\":{\"prompt\":\"x\"}}", "Invalid version or not permitted", null)]
    [InlineData("{\"version\":\"" + Hex + "\"}", "Input validation failed", "input")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{\"wdith\":64}}", "Input validation failed", "input.wdith")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{\"width\":\"wide\"}}", "Input validation failed", "input.width")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{\"width\":9999}}", "Input validation failed", "input.width")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{\"image\":\"no address\"}}", "Input validation failed", "input.image")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{},\"extra\":1}", "Input validation failed", "extra")]
    [InlineData("{\"version\":\"" + Hex + "\",\"input\":{},\"webhook\":\"http://example.com/\"}", "Input validation failed", "webhook")]
    [InlineData("""{"version":"black-forest-labs/flux-schnell","input":{}}""", "Input validation failed", "input.prompt")]
    public async Task Creation_that_Replicate_refuses_is_a_422(string body, string title, string? field)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.Replicate, "/predictions", body);
        JsonNode problem = await ReadJsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem["title"]!.GetValue<string>().Should().Be(title);
        problem["invalid_fields"]?[0]?["field"]?.GetValue<string>().Should().Be(field);
    }

    [Fact]
    public async Task Official_model_takes_no_version()
    {
        using HttpResponseMessage response = await PostAsync(
            Emulators.Replicate, "/models/black-forest-labs/flux-schnell/predictions", $$$"""{"version":"{{{Hex}}}","input":{"prompt":"x"}}""");

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await ReadJsonAsync(response))["invalid_fields"]![0]!["field"]!.GetValue<string>().Should().Be("version");
    }

    [Theory]
    [InlineData("POST", "/models/stability-ai/sdxl/predictions", 404)]
    [InlineData("POST", "/deployments/nobody/nothing/predictions", 404)]
    [InlineData("GET", "/predictions/none", 404)]
    [InlineData("GET", "/models/nobody/nothing", 404)]
    [InlineData("GET", "/models/meta/meta-llama-3-8b-instruct/versions", 404)]
    [InlineData("GET", "/nonsense", 404)]
    [InlineData("DELETE", "/predictions", 405)]
    [InlineData("GET", "/models/black-forest-labs/flux-schnell/predictions", 405)]
    public async Task Unknown_things_and_wrong_methods_have_Replicate_s_errors(string method, string path, int status)
    {
        using HttpRequestMessage request = Request(
            Emulators.Replicate, HttpMethod.Parse(method), path, method == "POST" ? Json("""{"input":{"prompt":"x"}}""") : null);
        using HttpResponseMessage response = await SendAsync(request);
        JsonNode problem = await ReadJsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        problem["status"]!.GetValue<int>().Should().Be(status);
        problem["title"].Should().BeNull();
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("{}", "text/plain", 415)]
    public async Task Body_that_is_no_JSON_is_refused(string body, string type, int status)
    {
        using HttpRequestMessage request = Request(
            Emulators.Replicate, HttpMethod.Post, "/predictions", new StringContent(body, Encoding.UTF8, type));
        using HttpResponseMessage response = await SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
    }

    [Theory]
    [InlineData("Prefer", "wait=0")]
    [InlineData("Prefer", "wait=61")]
    [InlineData("Cancel-After", "4s")]
    [InlineData("Cancel-After", "soon")]
    public async Task Header_out_of_range_is_a_422(string name, string value)
    {
        using HttpRequestMessage request = Request(
            Emulators.Replicate, HttpMethod.Post, "/models/meta/meta-llama-3-8b-instruct/predictions", Json("""{"input":{"prompt":"x"}}"""));
        request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Missing_credential_is_the_recorded_401()
    {
        using HttpRequestMessage request = Request(Emulators.Replicate, HttpMethod.Get, "/account");
        request.Headers.Authorization = null;
        using HttpResponseMessage response = await SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Guard)).Should()
            .Be("""{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""");
    }
}
