using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Router.PublicSurface.Tests;

/// <summary>Router behind an application that knows Microsoft.Extensions.AI.Abstractions alone. Only the registration is ours.</summary>
public sealed class PlainApplicationTests
{
    private const string Answer =
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}""";

    private const string Stream =
        """
        data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"hel"}}]}

        data: {"id":"c","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private const string Images = """{"created":1,"data":[{"b64_json":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}]}""";

    [Fact]
    public async Task It_runs_on_the_registration_alone()
    {
        ServiceCollection services = new();
        services.Configure<ModelRouterOptions>(options => options.HttpHandlerFactory = _ => new CannedService());
        services.AddRouter(Configuration()).AddDefaultProviders();
        services.AddSingleton<PlainApplication>();
        using ServiceProvider provider = services.BuildServiceProvider();

        PlainApplication application = provider.GetRequiredService<PlainApplication>();
        (await application.AnswerAsync("hi")).Should().Be("hello");
        (await application.StreamAsync("hi")).Should().Be("hello");
        (await application.PaintAsync("a dot")).Should().BePositive();
    }

    [Fact]
    public void It_names_no_type_of_Router() =>
        typeof(PlainApplication)
            .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType.Assembly)
            .Should().AllBeEquivalentTo(typeof(IChatClient).Assembly);

    private static IConfiguration Configuration() => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["providers:any:type"] = "openai",
        ["providers:any:endpoint"] = "http://127.0.0.1:1/v1",
        ["routes:assistant:targets:0:provider"] = "any",
        ["routes:assistant:targets:0:model"] = "m",
        ["routes:painter:task"] = "image",
        ["routes:painter:targets:0:provider"] = "any",
        ["routes:painter:targets:0:model"] = "gpt-image-1",
    }).Build();

    private sealed class CannedService : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = await request.Content!.ReadAsStringAsync(cancellationToken);
            (string text, string type) = request.RequestUri!.AbsolutePath.Contains("images", StringComparison.Ordinal) ? (Images, "application/json")
                : body.Contains("\"stream\":true", StringComparison.Ordinal) ? (Stream, "text/event-stream")
                : (Answer, "application/json");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, type) };
        }
    }
}
