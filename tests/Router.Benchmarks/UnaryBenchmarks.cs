using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>One answer: the OpenAI adapter against a stub handler, and the whole pipeline over a client that does nothing.</summary>
[MemoryDiagnoser]
public class UnaryBenchmarks
{
    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "hello")];
    private static readonly ChatOptions Options = new() { Temperature = 0.5f, MaxOutputTokens = 100 };

    private readonly IChatClient _adapter = Adapters.OpenAI();
    private readonly IChatClient _noOp = Pipelines.Bare();
    private readonly IChatClient _one = Pipelines.Over(1);
    private readonly IChatClient _eight = Pipelines.Over(8);
    private ActivityListener? _listener;

    [GlobalSetup(Target = nameof(OneTargetWithListener))]
    public void Listen() => _listener = Pipelines.Listen();

    [GlobalCleanup(Target = nameof(OneTargetWithListener))]
    public void Leave() => _listener?.Dispose();

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> Adapter() => _adapter.GetResponseAsync(Messages, Options);

    [Benchmark]
    public Task<ChatResponse> NoOp() => _noOp.GetResponseAsync(Messages, Options);

    [Benchmark]
    public Task<ChatResponse> OneTarget() => _one.GetResponseAsync(Messages, Options);

    [Benchmark]
    public Task<ChatResponse> EightTargets() => _eight.GetResponseAsync(Messages, Options);

    [Benchmark]
    public Task<ChatResponse> OneTargetWithListener() => _one.GetResponseAsync(Messages, Options);
}
