using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>
/// One run while it is awake: the only loop that takes a program from event to event. Everything that happens outside (functions answer,
/// time runs out, the caller cancels) comes to it as a <see cref="RunSignal"/>; nobody else changes the run's state. Used once.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "ExecuteAsync disposes what it used; functions that were left behind may still hold the token of the calls.")]
internal sealed partial class CodeRun
{
    private readonly CodeRunServices _services;
    private readonly CodeRunStart _start;
    private readonly CodeLimits _limits;
    private readonly ICodeDispatcher _dispatcher;
    private readonly RunTelemetry _telemetry;
    private readonly CodeRunRecorder _recorder;
    private readonly RunMeters _meters;
    private readonly RunLogs _logs;
    private readonly RunHalt _halt;
    private readonly Channel<RunSignal> _signals = Channel.CreateUnbounded<RunSignal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _callsEnd = new();

    private IScriptInstance? _instance;
    private ProgramText? _program;
    private DateTimeOffset _now;
    private bool _ended;
    private string? _value;
    private CodeError? _failure;

    internal CodeRun(CodeRunServices services, CodeRunStart start, ICodeDispatcher dispatcher)
    {
        _services = services;
        _start = start;
        _limits = start.Header.Limits;
        _dispatcher = dispatcher;
        _facts = CallFacts.Of(start.Entries);
        _halt = new RunHalt(_signals.Writer);
        _now = start.Header.StartTime;
        _meters = new RunMeters(_limits, services.TimeProvider);
        _logs = new RunLogs(_limits.LogBytes);
        _recorder = new CodeRunRecorder(start.Header, services.Store, services.Codec, services.Hold, services.TimeProvider);
        _telemetry = new RunTelemetry(
            services.Engine.Name, RunId, start.Header.SessionId, start.Header.Source, services.EnableSensitiveData, services.TimeProvider);
    }

    /// <summary>Ends the run from outside.</summary>
    internal RunHalt Halt => _halt;

    private string RunId => _start.Header.RunId;

    private ILogger Logger => _services.Logger;

    /// <exception cref="CodeRunLostException">Another process holds the run by now: what became of it is for that one to say.</exception>
    internal async Task<CodeResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        CodeResult? result = null;
        string? fault = null;
        try
        {
            result = await RunAsync(cancellationToken).ConfigureAwait(false);
            Logger.RunEnded(RunId, result.Status, result.Error?.Kind, result.Usage.Wall.TotalMilliseconds, result.Calls.Count);
            return result;
        }
        catch (Exception exception)
        {
            fault = exception.GetType().Name;
            throw;
        }
        finally
        {
            EndCalls();
            EndTimers();
            _grace?.Dispose();
            await LeaveInstanceAsync().ConfigureAwait(false);
            await _recorder.DisposeAsync().ConfigureAwait(false);
            _telemetry.End(result, fault);
        }
    }

    private async Task<CodeResult> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(
            static state => ((RunHalt)state!).Request(HaltReason.Cancelled), _halt);
        using CancellationTokenRegistration suspended = _start.SuspendToken.UnsafeRegister(
            static state => ((ChannelWriter<RunSignal>)state!).TryWrite(new RunSignal(SignalKind.Suspend)), _signals.Writer);
        Remember();
        ITimer wall = _services.TimeProvider.CreateTimer(
            static state => ((RunHalt)state!).Request(HaltReason.Wall), _halt, Positive(_meters.WallLeft), Timeout.InfiniteTimeSpan);
        await using (wall.ConfigureAwait(false))
        {
            bool suspend = await ReadProgramAsync().ConfigureAwait(false)
                && await StoreFirstAsync().ConfigureAwait(false)
                && await MakeInstanceAsync().ConfigureAwait(false)
                && await LoopAsync().ConfigureAwait(false);
            if (suspend && await SuspendAsync().ConfigureAwait(false))
            {
                return Sleeping();
            }

            await WindDownAsync().ConfigureAwait(false);
            return await ConcludeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Goes on until the run ends, then false, or has to sleep, then true.</summary>
    private async Task<bool> LoopAsync()
    {
        if (!_restored)
        {
            await StepAsync(ScriptEvent.Begin(_now)).ConfigureAwait(false);
        }

        while (true)
        {
            TakeSignals();
            if (_failure is not null || _halt.Requested)
            {
                return false;
            }

            if (_replay.Count > 0)
            {
                await RepeatAsync(_replay.Dequeue()).ConfigureAwait(false);
                continue;
            }

            if (!_live)
            {
                GoLive();
                continue;
            }

            await BeginCallsAsync().ConfigureAwait(false);
            if (_halt.Requested)
            {
                return false;
            }

            if (_ready.TryDequeue(out (CallState Call, ScriptEvent Event) next))
            {
                await DeliverAsync(next.Call, next.Event).ConfigureAwait(false);
                continue;
            }

            if (_ended && _openCalls == 0)
            {
                _completed = true;
                return false;
            }

            if (CanMove)
            {
                await _signals.Reader.WaitToReadAsync().ConfigureAwait(false);
                continue;
            }

            if (_openCalls + _timers.Count > 0)
            {
                return true;
            }

            Fail(CodeErrors.Deadlock());
        }
    }

    /// <summary>Whether anything may happen without a decision or a result from elsewhere.</summary>
    private bool CanMove => _suspendRequested
        ? _running + _asking > 0 && !_graceOver
        : _running + _asking > 0 || (_timers.Count > 0 && !_ended);

    private void TakeSignals()
    {
        while (_signals.Reader.TryRead(out RunSignal signal))
        {
            switch (signal.Kind)
            {
                case SignalKind.Settled:
                    TakeAnswer(signal);
                    break;
                case SignalKind.Decided:
                    TakeDecision(signal);
                    break;
                case SignalKind.Suspend:
                    RequestSuspension();
                    break;
                case SignalKind.GraceOver:
                    _graceOver |= signal.Grace == _graceNumber;
                    break;
            }
        }
    }

    /// <summary>Ends the program; the first failure counts.</summary>
    private void Fail(CodeError error) => _failure ??= error;

    private void Report(CodeProgressKind kind, CodeCall? codeCall = null, CodeLog? log = null)
    {
        if (_start.Progress is not { } progress || !_live)
        {
            return;
        }

        try
        {
            progress.Report(new CodeProgress(RunId, kind, codeCall, log));
        }
#pragma warning disable CA1031 // The application's code: whatever it throws is no failure of the run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.CallbackFailed(RunId, "progress", exception.GetType().Name);
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
