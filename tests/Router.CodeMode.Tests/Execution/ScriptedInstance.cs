using System.Text;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

internal sealed class ScriptedInstance(ScriptedEngine engine, ScriptStart start, ScriptedProgram program) : IScriptInstance
{
    private readonly ScriptedHost _host = new(start);
    private readonly List<ScriptEvent> _history = [];
    private Task<string?>? _main;
    private bool _told;
    private int _inside;
    private int _disposed;

    public async ValueTask<ScriptStep> StepAsync(ScriptEvent scriptEvent, TimeSpan cpu, CancellationToken cancellationToken)
    {
        engine.Stepping(scriptEvent);
        ScriptStep step = Run(scriptEvent, cpu);
        if (_host.Spinning)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, engine.IgnoresHalt ? CancellationToken.None : cancellationToken);
        }

        return step;
    }

    internal ValueTask RepeatAsync(ScriptEvent scriptEvent)
    {
        Run(scriptEvent, TimeSpan.MaxValue);
        return default;
    }

    public ValueTask<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken)
    {
        StringBuilder text = new("scripted\n");
        foreach (ScriptEvent e in _history)
        {
            text.Append($"{e.Kind}\t{e.Call}\t{e.Json ?? "-"}\t{e.Now.UtcTicks}\n");
        }

        return new(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            engine.Gone();
        }

        return default;
    }

    private ScriptStep Run(ScriptEvent scriptEvent, TimeSpan cpu)
    {
        (Interlocked.Increment(ref _inside) == 1).Should().BeTrue("an instance is entered once at a time");
        (_disposed == 0).Should().BeTrue("a disposed instance is not entered");
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _history.Add(scriptEvent);
            _host.Now = scriptEvent.Now;
            _host.Calls.Clear();
            _host.Logs.Clear();
            _host.Cpu = TimeSpan.FromMilliseconds(1);
            if (scriptEvent.Kind == ScriptEventKind.Begin)
            {
                _main = program(_host);
            }
            else
            {
                _host.Settle(scriptEvent);
            }

            return _host.Broken is { } broken
                ? throw broken
                : new ScriptStep
                {
                    Calls = [.. _host.Calls],
                    Logs = [.. _host.Logs],
                    Cpu = _host.Cpu,
                    MemoryBytes = _host.Memory,
                    Outcome = Outcome(cpu),
                };
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            Interlocked.Decrement(ref _inside);
        }
    }

    private ScriptOutcome? Outcome(TimeSpan cpu)
    {
        if (_host.Cpu > cpu)
        {
            return new ScriptOutcome { Failure = new ScriptFailure(CodeErrorKind.Timeout, "over") };
        }

        if (_told || !_main!.IsCompleted)
        {
            return null;
        }

        _told = true;
        return _main.Exception?.InnerException switch
        {
            null => new ScriptOutcome { Value = _main.Result },
            ScriptedFailure failure => new ScriptOutcome { Failure = failure.Failure },
            Exception exception => new ScriptOutcome { Failure = new ScriptFailure(CodeErrorKind.Program, exception.Message, "Error") },
        };
    }
}
