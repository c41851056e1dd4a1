using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.Routes;
using Router.CodeMode.Execution;
using Router.Emulators;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Providers;

namespace Router.CodeMode.Tests.Catalogue.Routes;

/// <summary>The calls of programs written for the providers' own SDKs, through routes, over the emulated services.</summary>
public sealed class RouterSourceTests : IAsyncLifetime
{
    private const string Routes = """
        {
          "routes": {
            "assistant": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/meta/llama-3.1-8b-instruct" }, { "provider": "openai", "model": "gpt-4o-mini" } ] },
            "painter": { "task": "image", "targets": [
              { "provider": "replicate", "model": "stability-ai/sdxl", "version": "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc" },
              { "provider": "cloudflare", "model": "@cf/black-forest-labs/flux-1-schnell" } ] },
            "one": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/meta/llama-3-8b-instruct" } ] },
            "two": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/meta/llama-3-8b-instruct" } ] },
            "captioner": { "task": "chat", "targets": [ { "provider": "cloudflare", "model": "@cf/unum/uform-gen2-qnx" }, { "provider": "cloudflare", "model": "@cf/unum/uform-gen2-qwen-500m" } ] }
          }
        }
        """;

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
        foreach (Router.Adapters.IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        _router = ModelRouter.FromConfiguration(_configuration, options);
        _dispatcher = new CatalogueDispatcher(await new FunctionCatalogueBuilder()
            .AddRouter(_router, new RouterSourceOptions { Models = new Dictionary<string, string> { ["mapped"] = "assistant", ["lost"] = "nowhere" } })
            .BuildAsync());
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        _configuration.Dispose();
        await _host.DisposeAsync();
    }

    // const r = await env.AI.run("@cf/meta/llama-3.1-8b-instruct", { prompt }); return { response: r.response };
    [Fact]
    public async Task The_chat_snippet_runs_and_falls_back_as_its_route_says()
    {
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("from cloudflare"));
        _host.OpenAI.Replies.When(_ => true, Reply.Say("from openai"));

        JsonElement first = await _dispatcher.ValueAsync("env.AI.run", """["@cf/meta/llama-3.1-8b-instruct",{"prompt":"hi"}]""");
        _host.WorkersAI.Faults.Always(Fault.WithCode("3021") with { RetryAfter = "30" });
        JsonElement second = await _dispatcher.ValueAsync("env.AI.run", """["@cf/meta/llama-3.1-8b-instruct",{"messages":[{"role":"user","content":"hi"}]}]""");

        first.GetProperty("response").GetString().Should().Be("from cloudflare");
        second.GetProperty("response").GetString().Should().Be("from openai");
        second.GetProperty("model").GetString().Should().StartWith("gpt-4o-mini");
    }

    // const image = await replicate.run("stability-ai/sdxl:…", { input: { prompt } });
    // const caption = await env.AI.run("@cf/unum/uform-gen2-qnx", { image: image.output });
    [Fact]
    public async Task The_image_snippet_runs_across_providers_and_past_a_model_that_is_gone()
    {
        JsonElement image = await _dispatcher.ValueAsync("replicate.run", """["stability-ai/sdxl:…",{"input":{"prompt":"a red circle on a blue background"}}]""");
        JsonElement caption = await _dispatcher.ValueAsync("env.AI.run", $$"""["@cf/unum/uform-gen2-qnx",{"image":{{image.GetProperty("output").GetRawText()}}}]""");

        image.GetProperty("output").GetProperty("$bytes").GetString().Should().NotBeEmpty();
        image.GetProperty("version").GetString().Should().HaveLength(64);
        caption.GetProperty("description").GetString().Should().Contain("a red circle on a blue background", "it is seen in the pixels, the prompt did not travel");
        caption.GetProperty("response").GetString().Should().Be(caption.GetProperty("description").GetString());
    }

    [Fact]
    public async Task An_image_may_be_a_list_of_bytes_or_base64_as_the_sdks_give_it()
    {
        JsonElement painted = await _dispatcher.ValueAsync("env.AI.run", """["@cf/black-forest-labs/flux-1-schnell",{"prompt":"a green square"}]""");
        byte[] bytes = painted.GetProperty("image").GetProperty("$bytes").GetBytesFromBase64();

        foreach (string image in new[] { $"[{string.Join(',', bytes)}]", $"\"{Convert.ToBase64String(bytes)}\"", $"\"data:image/png;base64,{Convert.ToBase64String(bytes)}\"", $"[{{\"$bytes\":\"{Convert.ToBase64String(bytes)}\"}}]" })
        {
            (await _dispatcher.ValueAsync("route", $$"""["captioner",{"image":{{image}}}]""")).GetProperty("text").GetString().Should().Contain("a green square");
        }
    }

    [Fact]
    public async Task OpenAIs_names_answer_in_openais_form()
    {
        _host.OpenAI.Replies.When(_ => true, Reply.Say("hello"));
        _host.WorkersAI.Faults.Always(Fault.WithCode("3021") with { RetryAfter = "30" });

        JsonElement chat = await _dispatcher.ValueAsync("openai.chat.completions.create", """[{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}],"temperature":0}]""");
        JsonElement images = await _dispatcher.ValueAsync("openai.images.generate", """[{"model":"painter","prompt":"a cat","size":"512x512"}]""");

        chat.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().Be("hello");
        chat.GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("stop");
        chat.GetProperty("usage").GetProperty("total_tokens").GetInt64().Should().BePositive();
        images.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("env.AI.run", """["@cf/no/such",{"prompt":"x"}]""", "No route serves the model '@cf/no/such'", "assistant (chat: @cf/meta/llama-3.1-8b-instruct, gpt-4o-mini)")]
    [InlineData("env.AI.run", """["lost",{"prompt":"x"}]""", "the route 'nowhere', which does not exist", "painter (image")]
    [InlineData("env.AI.run", """["@cf/meta/llama-3-8b-instruct",{"prompt":"x"}]""", "Several routes serve the model '@cf/meta/llama-3-8b-instruct' alike: one, two", "route(\"one\", input)")]
    [InlineData("route", """["nobody","x"]""", "no route 'nobody'", "captioner")]
    [InlineData("openai.images.generate", """[{"model":"gpt-4o-mini","prompt":"x"}]""", "No route serves the model 'gpt-4o-mini'", "painter")]
    [InlineData("replicate.run", """["stability-ai/sdxl:0000000000000000000000000000000000000000000000000000000000000000",{"input":{"prompt":"x"}}]""", "pin 'stability-ai/sdxl' to another version", "Leave the version out")]
    [InlineData("replicate.run", """["stability-ai/sdxl",{"inputs":{"prompt":"x"}}]""", "'options' has no member 'inputs'; did you mean 'input'?", "")]
    [InlineData("env.AI.run", """["mapped",{}]""", "neither 'prompt' nor 'messages'", "prompt")]
    [InlineData("env.AI.run", """["mapped",{"prompt":"x","stream":true}]""", "there are no streams", "Leave 'stream' out")]
    [InlineData("route", """["assistant",{"prompt":"x","max_tokens":"90000"}]""", "'max_tokens' is no whole number", "")]
    [InlineData("replicate.run", """["stability-ai/sdxl",{"input":{"prompt":"x","num_outputs":"4"}}]""", "'num_outputs' is no whole number", "Give how many")]
    [InlineData("env.AI.run", """["captioner",{"image":7}]""", "'image' is no image", "Give bytes")]
    public async Task What_cannot_be_served_is_told_with_what_can(string name, string arguments, string told, string hint)
    {
        CodeError error = await _dispatcher.ErrorAsync(name, arguments);

        error.Kind.Should().Be(CodeErrorKind.InvalidArguments);
        error.Message.Should().Contain(told);
        $" {error.Hint}".Should().ContainAll(" ", hint.Length > 0 ? hint : " ");
        (_host.WorkersAI.Requests.Count + _host.Replicate.Requests.Count + _host.OpenAI.Requests.Count).Should().Be(0);
    }

    [Theory]
    [InlineData("route", """["assistant","hi"]""")]
    [InlineData("env.AI.run", """["assistant",{"prompt":"hi"}]""")]
    [InlineData("env.AI.run", """["mapped",{"prompt":"hi"}]""")]
    [InlineData("openai.chat.completions.create", """[{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}]}]""")]
    public async Task A_route_that_programs_may_not_use_is_reached_by_no_name(string name, string arguments)
    {
        RouterSourceOptions options = new() { Include = route => route.Name != "assistant", Models = new Dictionary<string, string> { ["mapped"] = "assistant" } };
        CatalogueDispatcher dispatcher = new(await new FunctionCatalogueBuilder().AddRouter(_router, options).BuildAsync());

        CodeError error = await dispatcher.ErrorAsync(name, arguments);

        $"{error.Hint}".Should().Contain("captioner").And.NotContain("assistant");
        dispatcher.Catalogue.Functions.Should().OnlyContain(function => !function.Description.Contains("assistant") && !function.Description.Contains("gpt-4o-mini"));
        (_host.WorkersAI.Requests.Count + _host.OpenAI.Requests.Count).Should().Be(0);
    }

    [Fact]
    public async Task A_call_is_made_for_whom_the_host_says()
    {
        string? session = null;
        RouterSourceOptions options = new()
        {
            Context = call =>
            {
                session = call.SessionId;
                return new Router.Context.RouteContext { Session = call.SessionId, Tenant = "acme" };
            },
        };
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("hello"));
        CatalogueDispatcher dispatcher = new(await new FunctionCatalogueBuilder().AddRouter(_router, options).BuildAsync());

        CodeCallResult result = await dispatcher.InvokeAsync("route", """["assistant","hi"]""", "session-5");

        result.Value!.Value.GetProperty("text").GetString().Should().Be("hello");
        session.Should().Be("session-5");
    }

    [Fact]
    public async Task A_route_that_is_spent_fails_the_call_without_a_secret()
    {
        _host.WorkersAI.Faults.Always(Fault.WithStatus(401));
        _host.OpenAI.Faults.Always(Fault.WithStatus(401));

        CodeError error = await _dispatcher.ErrorAsync("env.AI.run", """["mapped",{"prompt":"my words"}]""");

        error.Kind.Should().Be(CodeErrorKind.FunctionFailed);
        error.Message.Should().Contain("Route 'assistant' could not answer").And.NotContain("my words")
            .And.NotContain(_host.WorkersAI.ApiKey).And.NotContain(_host.OpenAI.ApiKey);
    }
}
