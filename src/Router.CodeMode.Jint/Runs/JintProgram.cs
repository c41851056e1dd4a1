using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.Jint.Threads;

namespace Router.CodeMode.Jint.Runs;

/// <summary>One program in one interpreter. Entered by one thread at a time.</summary>
internal sealed class JintProgram(ScriptStart start, JintEngineOptions options, HaltConstraint halt)
{
    private readonly EventClock _clock = new();
    private readonly List<ScriptCall> _calls = [];
    private readonly List<CodeLog> _logs = [];
    private int _dropped;
    private ScriptOutcome? _outcome;
    private global::Jint.Engine? _engine;
    private JsValue _enter = JsValue.Undefined;
    private JsValue _program = JsValue.Undefined;
    private long _allocated;

    private long MostAllocated => start.Limits.MemoryBytes * options.AllocationFactor;

    /// <summary>Runs one step on the thread that asks.</summary>
    public ScriptStep Step(ScriptEvent scriptEvent)
    {
        long from = GC.GetAllocatedBytesForCurrentThread();
        ScriptFailure? failure;
        try
        {
            failure = Enter(scriptEvent);
        }
        catch (Exception exception) when (JintFailures.Of(exception) is { } told)
        {
            failure = told;
        }

        _allocated += GC.GetAllocatedBytesForCurrentThread() - from;
        if (_allocated > MostAllocated)
        {
            failure = JintFailures.Memory;
        }

        return Take(failure);
    }

    private ScriptFailure? Enter(ScriptEvent scriptEvent)
    {
        _clock.Now = scriptEvent.Now;
        if (_engine is null && Load() is { } failure)
        {
            return failure;
        }

        (string kind, string? text) = scriptEvent.Kind switch
        {
            ScriptEventKind.Begin => ("begin", PreludeProtocol.WriteStart(start)),
            ScriptEventKind.Resolved => ("ok", scriptEvent.Json),
            _ => ("err", scriptEvent.Json),
        };
        _engine!.Invoke(
            _enter, JsValue.Undefined,
            [kind, scriptEvent.Call, text is null ? JsValue.Undefined : text, (double)scriptEvent.Now.ToUnixTimeMilliseconds(), _program]);
        _engine.Advanced.ProcessTasks();
        return null;
    }

    private ScriptFailure? Load()
    {
        (Prepared<Script> script, ScriptFailure? failure) = ProgramParser.Parse(start.Program, options.AllowBigInt);
        if (failure is not null)
        {
            return failure;
        }

        global::Jint.Engine engine = new(Configure);
        JintGlobals.Trim(engine, options.AllowBigInt);
        JsObject host = new(engine);
        host.Set("call", new ClrFunction(engine, "call", Call));
        host.Set("log", new ClrFunction(engine, "log", Log));
        host.Set("done", new ClrFunction(engine, "done", Done));
        host.Set("clock", JsBoolean.True);
        _enter = engine.Invoke(engine.Evaluate(ProgramParser.Prelude), JsValue.Undefined, [host]);
        _program = engine.Evaluate(script);
        _engine = engine;
        return null;
    }

    private void Configure(Options jint)
    {
        jint.Strict = false;
        jint.Host.StringCompilationAllowed = false;
        jint.TimeSystem = _clock;
        jint.AgentCanSuspend = false;
        jint.EnableModules(new NoModules());
        jint.Json.MaxParseDepth = 2_000;
        jint.Constraints.StackOverflowGuard = true;
        jint.Constraints.RegexTimeout = start.Limits.Cpu;
        jint.Constraints.MaxArraySize = (uint)(start.Limits.MemoryBytes / 16);
        jint.LimitMemory(MostAllocated);
        jint.Constraint(() => halt);
    }

    private ScriptStep Take(ScriptFailure? failure)
    {
        ScriptStep step = new()
        {
            Calls = [.. _calls],
            Logs = [.. _logs],
            LogsDropped = _dropped,
            Outcome = failure is null ? _outcome : new ScriptOutcome { Failure = failure },
        };
        _calls.Clear();
        _logs.Clear();
        _dropped = 0;
        _outcome = null;
        return step;
    }

    private JsValue Call(JsValue self, JsValue[] arguments)
    {
        _calls.Add(new ScriptCall((int)arguments[0].AsNumber(), arguments[1].AsString(), arguments[2].AsString()));
        return JsValue.Undefined;
    }

    private JsValue Log(JsValue self, JsValue[] arguments)
    {
        if (arguments[1].IsUndefined())
        {
            _dropped++;
        }
        else
        {
            _logs.Add(new CodeLog(arguments[0].AsString(), arguments[1].AsString()));
        }

        return JsValue.Undefined;
    }

    private JsValue Done(JsValue self, JsValue[] arguments)
    {
        string? text = arguments[1].IsUndefined() ? null : arguments[1].AsString();
        _outcome = arguments[0].AsBoolean()
            ? new ScriptOutcome { Value = text }
            : new ScriptOutcome { Failure = PreludeProtocol.ReadFailure(text) };
        return JsValue.Undefined;
    }
}
