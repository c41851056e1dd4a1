using System.Net;
using System.Text.Json.Nodes;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests;

public sealed class ControlEndpointTests : EmulatorTest
{
    private const string Hello = """{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}]}""";

    protected override EmulatorOptions Options => new() { ControlEndpoint = true };

    private string Control => new Uri(Emulators.OpenAI.Endpoint, "/_emulator/").AbsoluteUri;

    [Fact]
    public async Task Fault_from_outside_is_used_as_often_as_it_says_on_the_path_it_names()
    {
        using HttpResponseMessage set = await FaultAsync("code=server_is_overloaded; times=2; path=/chat/");

        List<int> statuses = [];
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage models = await GetAsync(Emulators.OpenAI, "/models");
            using HttpResponseMessage chat = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);
            statuses.AddRange([(int)models.StatusCode, (int)chat.StatusCode]);
        }

        set.StatusCode.Should().Be(HttpStatusCode.NoContent);
        statuses.Should().Equal(200, 503, 200, 503, 200, 200);
    }

    [Fact]
    public async Task Faults_can_be_cleared_and_requests_listed()
    {
        using HttpResponseMessage set = await FaultAsync("status=500");
        using HttpResponseMessage cleared = await SendAsync(Request(Emulators.OpenAI, HttpMethod.Delete, Control + "faults"));
        using HttpResponseMessage chat = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);
        JsonNode list = await ReadJsonAsync(await GetAsync(Emulators.OpenAI, Control + "requests"));

        chat.IsSuccessStatusCode.Should().BeTrue();
        list.AsArray().Should().HaveCount(1);
        list[0]!["body"]!.GetValue<string>().Should().Be(Hello);
    }

    [Theory]
    [InlineData("cod=1")]
    [InlineData("times=0")]
    public async Task Fault_that_is_not_understood_is_refused(string fault)
    {
        using HttpResponseMessage response = await FaultAsync(fault);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private Task<HttpResponseMessage> FaultAsync(string fault) =>
        SendAsync(Request(Emulators.OpenAI, HttpMethod.Post, Control + "faults", new StringContent(fault)));
}
