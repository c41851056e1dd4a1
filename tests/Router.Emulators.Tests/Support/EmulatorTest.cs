using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Router.Emulators.Tests.Support;

/// <summary>A fresh host for every test, and the few lines of raw HTTP they are written with.</summary>
public abstract class EmulatorTest : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    protected EmulatorHost Emulators { get; private set; } = null!;

    protected virtual EmulatorOptions Options { get; } = new();

    // A guard for a hung test, never something a passing test waits for.
    protected CancellationToken Guard { get; } =
        new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System).Token;

    public async Task InitializeAsync() => Emulators = await EmulatorHost.StartAsync(Options);

    public async Task DisposeAsync() => await Emulators.DisposeAsync();

    public void Dispose() => _http.Dispose();

    protected static HttpRequestMessage Request(
        ServiceEmulator service,
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string? fault = null)
    {
        Uri address = path.StartsWith("http", StringComparison.Ordinal) ? new Uri(path) : new Uri(service.Endpoint.AbsoluteUri + path);
        HttpRequestMessage request = new(method, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", service.ApiKey);
        if (fault is not null)
        {
            request.Headers.Add("x-emulator-fault", fault);
        }

        return request;
    }

    protected static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    protected Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Guard);

    protected Task<HttpResponseMessage> PostAsync(ServiceEmulator service, string path, string json, string? fault = null) =>
        SendAsync(Request(service, HttpMethod.Post, path, Json(json), fault));

    protected Task<HttpResponseMessage> GetAsync(ServiceEmulator service, string path) =>
        SendAsync(Request(service, HttpMethod.Get, path));

    protected async Task<JsonNode> ReadJsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Guard))!;

    protected async Task<JsonNode> PostForJsonAsync(ServiceEmulator service, string path, string json, string? fault = null)
    {
        using HttpResponseMessage response = await PostAsync(service, path, json, fault);
        return await ReadJsonAsync(response);
    }

    /// <summary>The data lines of an event stream, without the end marker.</summary>
    protected async Task<List<JsonNode>> PostForFramesAsync(ServiceEmulator service, string path, string json, string? fault = null)
    {
        using HttpResponseMessage response = await PostAsync(service, path, json, fault);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        string text = await response.Content.ReadAsStringAsync(Guard);
        return [.. text.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!)];
    }

    protected string Run(string model) => $"/accounts/{Emulators.WorkersAI.AccountId}/ai/run/{model}";

    protected string V1(string path) => $"/accounts/{Emulators.WorkersAI.AccountId}/ai/v1/{path}";
}
