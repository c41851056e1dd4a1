using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>One answer from each wire adapter against a stub handler.</summary>
[MemoryDiagnoser]
public class AdapterBenchmarks
{
    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "hello")];

    private readonly IChatClient _openAI = Adapters.OpenAI();
    private readonly IChatClient _workersAI =
        Adapters.Chat("workers-ai", "@cf/meta/llama-3.1-8b-instruct", Bodies.WorkersAIUnary, "application/json");

    private readonly IChatClient _replicate =
        Adapters.Chat("replicate", "meta/meta-llama-3-8b-instruct", Bodies.ReplicateUnary, "application/json");

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> OpenAI() => _openAI.GetResponseAsync(Messages);

    [Benchmark]
    public Task<ChatResponse> WorkersAI() => _workersAI.GetResponseAsync(Messages);

    [Benchmark]
    public Task<ChatResponse> Replicate() => _replicate.GetResponseAsync(Messages);
}
