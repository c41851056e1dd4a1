using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.CodeMode.Execution;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>Makes the calls of a round: every call gets one result, or waits.</summary>
internal sealed class LoopCalls(
    CodeModeOptions settings, CodeTools? tools, PersonalDataVault? vault, LoopTelemetry telemetry, ILogger logger, bool streaming, CancellationToken cancellationToken, CancellationToken programToken)
{
    private const string Succeeded = "Success: Function completed.";
    private const string FailedText = "Error: Function failed.";
    private static readonly AsyncLocal<ToolInvocation?> CurrentInvocation = new();

    /// <summary>The call that runs at this moment in this flow. Null: none does.</summary>
    internal static ToolInvocation? Current => CurrentInvocation.Value;

    internal async Task<IReadOnlyList<CallOutcome>> RunAsync(LoopRound round)
    {
        if (settings.AllowConcurrentInvocation && round.Items.Count > 1)
        {
            return await Task.WhenAll(round.Items.Select((_, index) => CallAsync(round, index, capture: true))).ConfigureAwait(true);
        }

        List<CallOutcome> outcomes = [];
        for (int index = 0; index < round.Items.Count && !outcomes.Exists(outcome => outcome.Terminate); index++)
        {
            outcomes.Add(await CallAsync(round, index, capture: round.MayFail).ConfigureAwait(true));
        }

        return outcomes;
    }

    private async Task<CallOutcome> CallAsync(LoopRound round, int index, bool capture)
    {
        LoopItem item = round.Items[index];
        FunctionCallContent call = item.Call;
        CallSlot slot = new(call.CallId);
        if (item.Refusal is { } refusal)
        {
            item.MarkHandled();
            return new CallOutcome(new FunctionResultContent(call.CallId, refusal), slot);
        }

        AIFunction? function = item.Decisions is not null ? tools?.Execute : round.Tools.Find(call.Name) as AIFunction;
        if (function is null)
        {
            item.MarkHandled();
            return new CallOutcome(new FunctionResultContent(call.CallId, await MissingAsync(item, slot).ConfigureAwait(true)), slot);
        }

        return await InvokeAsync(round, index, function, slot, capture).ConfigureAwait(true);
    }

    private async ValueTask<string> MissingAsync(LoopItem item, CallSlot slot)
    {
        slot.Failed = true;
        if (item.Decisions is not null)
        {
            return "Error: The program cannot go on: Code Mode does not serve this request. The calls that waited were not made.";
        }

        string? answer = tools is null ? null : await MisdirectedCalls.AnswerAsync(tools, item.Call, cancellationToken).ConfigureAwait(true);
        if (answer is null)
        {
            logger.NotFound(item.Call.Name);
            string suggestion = tools?.Session.Functions.Guide.Suggest(item.Call.Name) is { } meant
                ? $" Perhaps {meant} is meant; programs call it, by {ToolDefinitions.ExecuteName}."
                : string.Empty;
            return $"Error: Requested function \"{item.Call.Name}\" not found.{suggestion}";
        }

        logger.Misdirected(item.Call.Name);
        return answer;
    }

    private async Task<CallOutcome> InvokeAsync(LoopRound round, int index, AIFunction function, CallSlot slot, bool capture)
    {
        LoopItem item = round.Items[index];
        bool ours = function is GenerateCodeFunction or ExecuteCodeFunction;
        ToolInvocation invocation = new()
        {
            Function = function,
            Arguments = Arguments(item.Call, slot, ours),
            CallContent = item.Call,
            Messages = round.Messages,
            Options = round.Options,
            Iteration = round.Iteration,
            FunctionCallIndex = index,
            FunctionCount = round.Items.Count,
            IsStreaming = streaming,
        };
        using Activity? activity = telemetry.StartTool(item.Call, function);
        long startedAt = settings.TimeProvider.GetTimestamp();
        Exception? failure = null;
        object? result = null;
        LogCall(function.Name, invocation.Arguments);
        CurrentInvocation.Value = invocation;
        try
        {
            result = item.Decisions is { } decisions
                ? await ((ExecuteCodeFunction)function).ResumeAsync(slot, decisions, programToken).ConfigureAwait(true)
                : await InvokeCoreAsync(invocation, ours ? programToken : cancellationToken).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            failure = exception;
            LoopTelemetry.FailTool(activity, exception);
            LogFailure(function.Name, exception);

            // A program that sleeps is still there, and so is its run: that another holds it is for the caller to know.
            if (!capture && !cancellationToken.IsCancellationRequested)
            {
                logger.ErrorLimit(settings.MaximumConsecutiveErrorsPerRequest);
            }

            if (!capture || cancellationToken.IsCancellationRequested || exception is CodeRunBusyException)
            {
                throw;
            }
        }
        finally
        {
            CurrentInvocation.Value = null;
            if (!ours)
            {
                telemetry.Observe(item.Call, tools?.Session.Id, result, failure, startedAt);
            }
        }

        item.MarkHandled();
        if (slot.Suspended is not null)
        {
            return new CallOutcome(null, slot);
        }

        if (slot.Failed && activity is not null)
        {
            LoopTelemetry.FailProgram(activity);
        }

        if (failure is null)
        {
            telemetry.EndTool(activity, result);
            LogAnswer(function.Name, result, startedAt);
        }

        return new CallOutcome(failure is null ? Result(item.Call, function, result, ours) : Failed(item.Call, failure), slot) { Terminate = invocation.Terminate };
    }

    private ValueTask<object?> InvokeCoreAsync(ToolInvocation invocation, CancellationToken token) => settings.FunctionInvoker is { } invoker
        ? invoker(invocation, token)
        : invocation.Function.InvokeAsync(invocation.Arguments, token);

    private AIFunctionArguments Arguments(FunctionCallContent call, CallSlot slot, bool ours)
    {
        AIFunctionArguments arguments = new(call.Arguments is null ? [] : new Dictionary<string, object?>(call.Arguments, StringComparer.Ordinal)) { Services = settings.Services };
        if (ours)
        {
            slot.PutInto(arguments);
        }
        else if (vault is not null)
        {
            foreach ((string name, object? value) in arguments.ToArray())
            {
                arguments[name] = value switch
                {
                    string text => vault.Restore(text),
                    JsonElement element => vault.Restore(element),
                    _ => value,
                };
            }
        }

        return arguments;
    }

    private FunctionResultContent Result(FunctionCallContent call, AIFunction function, object? result, bool ours)
    {
        // Programs mask what they answer themselves.
        object? shown = ours || vault is null ? result : PersonalResult.Mask(vault, function, result);
        return shown is FunctionResultContent content && content.CallId == call.CallId ? content : new FunctionResultContent(call.CallId, shown ?? Succeeded);
    }

    private FunctionResultContent Failed(FunctionCallContent call, Exception failure)
    {
        // The words of this one are meant for the model: without them it could only guess what was wrong with its arguments.
        string text = failure is CodeCallException told ? string.Join(' ', new[] { FailedText, told.Message, told.Hint }.OfType<string>())
            : settings.IncludeDetailedErrors ? $"{FailedText} Exception: {failure.Message}"
            : FailedText;
        return new FunctionResultContent(call.CallId, vault?.Mask(null, text) ?? text) { Exception = failure };
    }

    private void LogCall(string tool, AIFunctionArguments arguments)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.CallingWith(tool, Write(arguments));
        }
        else
        {
            logger.Calling(tool);
        }
    }

    private void LogAnswer(string tool, object? result, long startedAt)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.AnsweredWith(tool, result as string ?? Write([new("result", result)]));
        }

        logger.Answered(tool, settings.TimeProvider.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    private void LogFailure(string tool, Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            logger.Cancelled(tool);
        }
        else
        {
            logger.Failed(exception, tool);
        }
    }

    private static string Write(IEnumerable<KeyValuePair<string, object?>> values)
    {
        try
        {
            return ArgumentJson.Write(values);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return "(cannot be written)";
        }
    }
}
