using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>What a scripted program can do. Everything runs inside of a step, on its thread.</summary>
internal sealed class ScriptedHost(ScriptStart start)
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    private int _number;

    internal ulong Seed => start.Seed;

    internal DateTimeOffset Now { get; set; }

    internal List<ScriptCall> Calls { get; } = [];

    internal List<CodeLog> Logs { get; } = [];

    internal TimeSpan Cpu { get; set; }

    internal long Memory { get; set; } = 1024;

    internal bool Spinning { get; private set; }

    internal Exception? Broken { get; private set; }

    internal Task<string?> Call(string name, string arguments = "[]")
    {
        TaskCompletionSource<string?> source = new();
        _open.Add(++_number, source);
        Calls.Add(new ScriptCall(_number, name, arguments));
        return source.Task;
    }

    /// <summary>The kind of failure of a call; null where it worked.</summary>
    internal async Task<string?> Fault(string name, string arguments = "[]")
    {
        try
        {
            await Call(name, arguments);
            return null;
        }
        catch (ScriptedCallError error)
        {
            return error.Json;
        }
    }

    internal void Forge(int number, string name, string arguments) => Calls.Add(new ScriptCall(number, name, arguments));

    internal void Log(string text, string level = "log") => Logs.Add(new CodeLog(level, text));

    /// <summary>Never gives the step back.</summary>
    internal Task Spin()
    {
        Spinning = true;
        return new TaskCompletionSource().Task;
    }

    internal void Break(Exception exception) => Broken = exception;

    internal void Settle(ScriptEvent scriptEvent)
    {
        if (_open.Remove(scriptEvent.Call, out TaskCompletionSource<string?>? source))
        {
            if (scriptEvent.Kind == ScriptEventKind.Resolved)
            {
                source.SetResult(scriptEvent.Json);
            }
            else
            {
                source.SetException(new ScriptedCallError(scriptEvent.Json!));
            }
        }
    }
}
