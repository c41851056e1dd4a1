using System.Collections.Concurrent;
using System.Text.Json;
using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.CodeMode.Execution;
using Router.TestKit;

namespace Router.CodeMode.Tests.Execution;

/// <summary>An executor over a scripted engine, with functions that count how often they are called.</summary>
internal sealed class RunBench
{
    // Only a hanging test meets it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal RunBench()
    {
        Store = new InMemoryCodeRunStore(Clock);
        Options = new CodeExecutorOptions { TimeProvider = Clock, Store = Store, LoggerFactory = Logs, Seeds = () => 7 };
    }

    internal ManualTimeProvider Clock { get; } = new();

    internal ICodeRunStore Store { get; }

    internal CodeExecutorOptions Options { get; }

    internal ListLoggerFactory Logs { get; } = new();

    internal ScriptedEngine Engine { get; init; } = new();

    internal CodeFunctionSet Functions { get; } = new();

    internal ConcurrentDictionary<string, int> Made { get; } = new();

    internal List<CodeProgress> Progress { get; } = [];

    internal static JsonElement Json(string text) => JsonElement.Parse(text);

    internal static Task<T> Ends<T>(Task<T> task) => task.WaitAsync(Patience);

    internal static Task Ends(Task task) => task.WaitAsync(Patience);

    /// <summary>A function that answers at once.</summary>
    internal RunBench Function(string name, Func<CodeCall, string?>? answer = null, bool approval = false, bool idempotent = false, bool readOnly = false) =>
        Async(name, (call, _) => new ValueTask<string?>((answer ?? (made => made.Arguments.GetRawText()))(call)), approval, idempotent, readOnly);

    internal RunBench Async(
        string name, Func<CodeCall, CancellationToken, ValueTask<string?>> answer, bool approval = false, bool idempotent = false, bool readOnly = false)
    {
        Functions.Add(
            name,
            async (call, token) =>
            {
                Made.AddOrUpdate($"{call.Name} {call.IdempotencyKey}", 1, (_, count) => count + 1);
                return await answer(call, token) is { } json ? Json(json) : null;
            },
            approval, idempotent, readOnly);
        return this;
    }

    /// <summary>A function whose calls end by hand.</summary>
    internal Gate Gated(string name, bool heedsToken = true, bool idempotent = false, bool readOnly = false)
    {
        Gate gate = new(heedsToken);
        Async(name, gate.EnterAsync, idempotent: idempotent, readOnly: readOnly);
        return gate;
    }

    /// <summary>A function whose result comes from elsewhere.</summary>
    internal RunBench Deferred(string name)
    {
        Functions.Add(new CodeFunction { Name = name }, (call, _) =>
        {
            Made.AddOrUpdate($"{call.Name} {call.IdempotencyKey}", 1, (_, count) => count + 1);
            return new(CodeCallResult.Pending);
        });
        return this;
    }

    internal RunBench Program(ScriptedProgram program, string name = "main")
    {
        Engine.Add(name, program);
        return this;
    }

    internal CodeExecutor Executor() => new(Engine, Engine, Options);

    internal CodeRequest Request(CodeLimits? limits = null, string source = "main") => new()
    {
        Source = source,
        RunId = "run",
        Limits = limits ?? CodeLimits.Default,
        Progress = new Sink(Progress),
    };

    internal Task<CodeResult> RunAsync(CodeLimits? limits = null, CancellationToken token = default) => RunAsync(Request(limits), token);

    internal Task<CodeResult> RunAsync(CodeRequest request, CancellationToken token = default) =>
        Ends(Executor().RunAsync(request, Functions, token));

    internal Task<CodeResult> ResumeAsync(CodeResume? resume = null, CancellationToken token = default) =>
        Ends(Executor().ResumeAsync(resume ?? new CodeResume { RunId = "run" }, Functions, token));

    internal async Task<bool> IsStoredAsync(string runId = "run")
    {
        await foreach (CodeRunInfo run in Store.ListAsync(default))
        {
            if (run.RunId == runId)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Sink(List<CodeProgress> list) : IProgress<CodeProgress>
    {
        public void Report(CodeProgress value)
        {
            lock (list)
            {
                list.Add(value);
            }
        }
    }
}
