using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>A stream of 100 updates, per update: the OpenAI adapter against a stub handler, and the whole pipeline over nothing.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "hello")];
    private static readonly ChatOptions Options = new() { Temperature = 0.5f, MaxOutputTokens = 100 };

    private readonly IChatClient _adapter = Adapters.OpenAIStreaming();
    private readonly IChatClient _noOp = Pipelines.Bare();
    private readonly IChatClient _one = Pipelines.Over(1);
    private readonly IChatClient _eight = Pipelines.Over(8);
    private ActivityListener? _listener;

    [GlobalSetup(Target = nameof(OneTargetWithListener))]
    public void Listen() => _listener = Pipelines.Listen();

    [GlobalCleanup(Target = nameof(OneTargetWithListener))]
    public void Leave() => _listener?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Bodies.StreamedTokens)]
    public Task<int> Adapter() => ReadAsync(_adapter);

    [Benchmark(OperationsPerInvoke = NoOpChatClient.Updates)]
    public Task<int> NoOp() => ReadAsync(_noOp);

    [Benchmark(OperationsPerInvoke = NoOpChatClient.Updates)]
    public Task<int> OneTarget() => ReadAsync(_one);

    [Benchmark(OperationsPerInvoke = NoOpChatClient.Updates)]
    public Task<int> EightTargets() => ReadAsync(_eight);

    [Benchmark(OperationsPerInvoke = NoOpChatClient.Updates)]
    public Task<int> OneTargetWithListener() => ReadAsync(_one);

    private static async Task<int> ReadAsync(IChatClient client)
    {
        int updates = 0;
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Messages, Options))
        {
            updates++;
        }

        return updates;
    }
}
