using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;

namespace Router.Benchmarks.Sandbox;

/// <summary>An engine of ours behind the executor: what an application gets, reading, journal and limits included.</summary>
internal sealed class ExecutorSubject(string name, IScriptEngine engine, IProgramReader reader) : SandboxSubject
{
    private static readonly CodeLimits Limits = new() { Cpu = TimeSpan.FromMinutes(2), Wall = TimeSpan.FromMinutes(4), ResultBytes = 16 << 20, MemoryBytes = 128 << 20 };
    private readonly CodeExecutor _executor = new(engine, reader, new CodeExecutorOptions());

    internal override string Name => name;

    internal override async Task<string?> RunAsync(string source, TimeSpan delay)
    {
        CodeFunctionSet functions = new CodeFunctionSet().Add("tools.echo", async (call, cancellationToken) =>
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, TimeProvider.System, cancellationToken);
            }

            return (JsonElement?)call.Arguments[0];
        });
        CodeResult result = await _executor.RunAsync(new CodeRequest { Source = source, Limits = Limits }, functions);
        return result.Status == CodeStatus.Completed
            ? result.Value?.GetRawText()
            : throw new InvalidOperationException($"{name}: {result.Error?.Kind} {result.Error?.Message}");
    }

    // The engine goes with it.
    public override ValueTask DisposeAsync() => _executor.DisposeAsync();
}
