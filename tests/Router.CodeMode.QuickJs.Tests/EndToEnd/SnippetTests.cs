using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using Router.Emulators;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Providers;

namespace Router.CodeMode.QuickJs.Tests.EndToEnd;

/// <summary>Programs written for the providers' own SDKs run unchanged: in the sandbox, through routes with fallback, over the emulated services.</summary>
public sealed class SnippetTests : IAsyncLifetime
{
    private const string Routes = """
        {
          "routes": {
            "assistant": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/meta/llama-3.1-8b-instruct" }, { "provider": "openai", "model": "gpt-4o-mini" } ] },
            "painter": { "task": "image", "targets": [
              { "provider": "replicate", "model": "stability-ai/sdxl", "version": "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc" },
              { "provider": "cloudflare", "model": "@cf/black-forest-labs/flux-1-schnell" } ] },
            "captioner": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/unum/uform-gen2-qnx" }, { "provider": "cloudflare", "model": "@cf/unum/uform-gen2-qwen-500m" } ] }
          }
        }
        """;

    private readonly CodeExecutor _executor = QuickJsCodeExecutor.Create();
    private EmulatorHost _host = null!;
    private ModelRouter _router = null!;
    private ConfigurationRoot _configuration = null!;
    private CatalogueDispatcher _dispatcher = null!;

    public async Task InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync();
        using MemoryStream json = new(System.Text.Encoding.UTF8.GetBytes(Routes));
        _configuration = (ConfigurationRoot)new ConfigurationBuilder().AddJsonStream(json).AddInMemoryCollection(EmulatorSettings.Providers(_host)).Build();
        ModelRouterOptions options = new();
        foreach (Adapters.IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        _router = ModelRouter.FromConfiguration(_configuration, options);
        _dispatcher = new CatalogueDispatcher(await new FunctionCatalogueBuilder().AddRouter(_router).BuildAsync());
    }

    public async Task DisposeAsync()
    {
        await _executor.DisposeAsync();
        await _router.DisposeAsync();
        _configuration.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(false, "from cloudflare")]
    [InlineData(true, "from openai")]
    public async Task The_chat_snippet_runs_unchanged(bool limited, string answer)
    {
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("from cloudflare"));
        _host.OpenAI.Replies.When(_ => true, Reply.Say("from openai"));
        if (limited)
        {
            _host.WorkersAI.Faults.Always(Fault.WithCode("3021") with { RetryAfter = "30" });
        }

        JsonElement value = await RunAsync("""
            const prompt = "hi";
            const r = await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt }); return { response: r.response };
            """);

        value.GetProperty("response").GetString().Should().Be(answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_image_snippet_runs_unchanged_across_providers(bool painterIsDown)
    {
        if (painterIsDown)
        {
            _host.Replicate.Faults.Always(Fault.Parse("status=500"));
        }

        JsonElement value = await RunAsync("""
            const prompt = "a red circle on a blue background";
            const image = await replicate.run("stability-ai/sdxl:…", { input: { prompt } });
            const caption = await env.AI.run("@cf/unum/uform-gen2-qnx", { image: image.output });
            return { bytes: image.output.length, caption: caption.description };
            """);

        value.GetProperty("bytes").GetInt32().Should().BePositive();
        value.GetProperty("caption").GetString().Should().Contain("a red circle on a blue background", "it is seen in the pixels, the prompt did not travel");
    }

    private async Task<JsonElement> RunAsync(string program)
    {
        CodeResult result = await _executor.RunAsync(new CodeRequest { Source = program, Limits = new CodeLimits { Cpu = TimeSpan.FromSeconds(20) } }, _dispatcher);
        result.Error.Should().BeNull(result.Error?.Message);
        return result.Value!.Value;
    }
}
