using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Contract;

/// <summary>What every engine must do, seen through the executor. One fixture of an engine for the whole class: engines are made to be shared.</summary>
public abstract partial class CodeExecutorContract
{
    // No test needs it; it only turns a hang into a failure.
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The engine under test.</summary>
    protected abstract IScriptEngine Engine { get; }

    /// <summary>Reads the programs.</summary>
    protected abstract IProgramReader Reader { get; }

    /// <summary>How many innocent programs run beside each hostile one.</summary>
    protected virtual int Innocents => 50;

    /// <summary>Limits under which hostile programs run.</summary>
    protected virtual CodeLimits HostileLimits { get; } = new()
    {
        Cpu = TimeSpan.FromMilliseconds(400),
        Wall = TimeSpan.FromSeconds(20),
        MemoryBytes = 32 * 1024 * 1024,
    };

    /// <summary>Whether the engine counts what a program allocates instead of what it holds: then a long program may run out of memory first.</summary>
    protected virtual bool CountsAllocations => false;

    /// <summary>Programs whose outcome is another on this engine, with the reason.</summary>
    protected virtual IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>();

    private protected CodeExecutor Executor(CodeExecutorOptions? options = null) => new(Engine, Reader, options ?? new CodeExecutorOptions());

    private protected async Task<CodeResult> RunAsync(string source, ContractFunctions functions, CodeLimits? limits = null, ulong seed = 1)
    {
        CodeExecutor executor = Executor();
        return await executor.RunAsync(new CodeRequest { Source = source, Seed = seed, Limits = limits ?? CodeLimits.Default }, functions).WaitAsync(Patience);
    }

    private protected static void Same(JsonElement? value, string? json)
    {
        if (json is null)
        {
            value.Should().BeNull();
            return;
        }

        value.Should().NotBeNull();
        using JsonDocument expected = JsonDocument.Parse(json);
        JsonElement.DeepEquals(expected.RootElement, value!.Value).Should().BeTrue($"{value.Value.GetRawText()} is to be {json}");
    }
}
