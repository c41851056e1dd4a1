using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>Between the loop and the engine.</summary>
internal sealed partial class CodeRun
{
    // An engine halts within milliseconds. One that does not is broken, and is left behind rather than waited for.
    private static readonly TimeSpan HaltGrace = TimeSpan.FromSeconds(5);

    private async ValueTask<bool> ReadProgramAsync()
    {
        string source = _start.Header.Source;
        if (source.Length > _limits.SourceLength)
        {
            Fail(CodeErrors.SourceTooLong(source.Length, _limits.SourceLength));
            return false;
        }

        try
        {
            _program = await WithinHaltAsync(_services.Reader.ReadAsync(source, _halt.Token)).ConfigureAwait(false);
        }
        catch (ProgramException exception)
        {
            Fail(CodeErrors.Of(exception, _dispatcher.Roots));
        }
        catch (Exception exception) when (IsOfEngine(exception))
        {
            EngineFailed(exception);
        }

        return _program is not null;
    }

    private async ValueTask<bool> MakeInstanceAsync()
    {
        ScriptStart start = new() { Program = _program!, Seed = _start.Header.Seed, Limits = _limits, Roots = _dispatcher.Roots };
        try
        {
            if (!await RestoreAsync(start).ConfigureAwait(false) && !_halt.Requested)
            {
                _instance = await WithinHaltAsync(_services.Engine.CreateAsync(start, _halt.Token), LateInstance).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsOfEngine(exception))
        {
            EngineFailed(exception);
        }

        return _instance is not null;
    }

    private async ValueTask StepAsync(ScriptEvent scriptEvent)
    {
        bool paid = IsPaid;
        TimeSpan left = _meters.CpuLeft(paid);
        if (left <= TimeSpan.Zero)
        {
            Fail(CodeErrors.Cpu(_limits.Cpu));
            return;
        }

        try
        {
            if (await WithinHaltAsync(_instance!.StepAsync(scriptEvent, left, _halt.Token)).ConfigureAwait(false) is { } step)
            {
                _slices++;
                _meters.Add(step, paid);
                Take(step, paid);
            }
        }
        catch (Exception exception) when (IsOfEngine(exception))
        {
            EngineFailed(exception);
        }
    }

    private void Take(ScriptStep step, bool paid)
    {
        foreach (CodeLog log in step.Logs)
        {
            Log(log.Level, log.Text);
        }

        _logs.Drop(step.LogsDropped);
        foreach (ScriptCall made in step.Calls)
        {
            Issue(made);
            if (_failure is not null)
            {
                return;
            }
        }

        if (_meters.CpuLeft(paid) < TimeSpan.Zero)
        {
            Fail(CodeErrors.Cpu(_limits.Cpu));
        }
        else if (step.MemoryBytes > _limits.MemoryBytes)
        {
            Fail(CodeErrors.Memory(_limits.MemoryBytes));
        }
        else if (step.Outcome is { } outcome)
        {
            Take(outcome);
        }
    }

    private void Take(ScriptOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            // After its end only a limit, or the engine, can still fail a program.
            if (!_ended || failure.Kind is CodeErrorKind.Timeout or CodeErrorKind.Memory or CodeErrorKind.Engine)
            {
                Fail(ErrorPlace.Put(CodeErrors.Of(failure, _limits), failure, _program!));
            }

            return;
        }

        if (_ended)
        {
            return;
        }

        _ended = true;
        _value = outcome.Value;
        if (_value is null)
        {
            return;
        }

        switch (UntrustedJson.Check(_value, _limits.ResultBytes, _limits.Nesting, out long bytes, out _))
        {
            case JsonFault.TooLong:
                Fail(CodeErrors.ValueTooLong(bytes, _limits.ResultBytes));
                break;
            case JsonFault.TooDeep:
                Fail(CodeErrors.ValueTooDeep(_limits.Nesting));
                break;
            case JsonFault.Malformed:
                Fail(CodeErrors.Engine("The program's value did not leave the engine as JSON."));
                break;
        }
    }

    private void Log(string level, string text)
    {
        if (_logs.Add(level, text) is { } entry)
        {
            Report(CodeProgressKind.Logged, log: entry);
        }
    }

    /// <summary>What an engine answers; default where the run is halted first.</summary>
    private async ValueTask<T?> WithinHaltAsync<T>(ValueTask<T> work, Action<T>? late = null)
    {
        if (work.IsCompletedSuccessfully)
        {
            return work.Result;
        }

        Task<T> task = work.AsTask();
        await Task.WhenAny(task, _halt.Halted).ConfigureAwait(false);
        try
        {
            return await (_halt.Requested ? task.WaitAsync(HaltGrace, _services.TimeProvider) : task).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_halt.Requested)
        {
            return default;
        }
        catch (TimeoutException) when (_halt.Requested && !task.IsCompleted)
        {
            Logger.EngineStuck(RunId, _services.Engine.Name, HaltGrace.TotalSeconds);
            _ = task.ContinueWith(
                done =>
                {
                    if (done.IsCompletedSuccessfully)
                    {
                        late?.Invoke(done.Result);
                    }
                    else
                    {
                        _ = done.Exception;
                    }
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return default;
        }
    }

    private static void LateInstance(IScriptInstance instance) => _ = instance.DisposeAsync().AsTask();

    /// <summary>Ends the instance, if there is one.</summary>
    private async ValueTask LeaveInstanceAsync()
    {
        if (_instance is not { } instance)
        {
            return;
        }

        _instance = null;
        try
        {
            ValueTask disposing = instance.DisposeAsync();
            if (!disposing.IsCompletedSuccessfully)
            {
                await disposing.AsTask().WaitAsync(HaltGrace, _services.TimeProvider).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            Logger.EngineStuck(RunId, _services.Engine.Name, HaltGrace.TotalSeconds);
        }
        catch (Exception exception) when (IsOfEngine(exception))
        {
            Logger.EngineFailed(RunId, _services.Engine.Name, exception.GetType().Name);
        }
    }

    // Whatever an engine throws is a failure of its own; only what says that the process is done for is not caught.
    private static bool IsOfEngine(Exception exception) => exception is not (OutOfMemoryException or CodeRunLostException);

    private void EngineFailed(Exception exception)
    {
        if (_halt.Requested)
        {
            return;
        }

        Logger.EngineFailed(RunId, _services.Engine.Name, exception.GetType().Name);
        _engineFailed = true;
        Fail(CodeErrors.Engine(
            exception is ScriptEngineException ? exception.Message : $"The engine {_services.Engine.Name} failed ({exception.GetType().Name})."));
    }
}
