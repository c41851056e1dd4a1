using System.Text.Json;
using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Loop;

/// <summary>
/// Runs programs of one command a line: <c>call name {json}</c>, whose last value is the result; <c>return json</c>; <c>fail words</c>; <c>log words</c>;
/// <c>all</c> before calls that are made before the first of them is waited for. Sleeps for approvals, keeps what was called, calls nothing twice.
/// </summary>
internal sealed class TestExecutor(TestExecutor.Runs? runs = null) : ICodeExecutor
{
    private readonly Runs _runs = runs ?? new Runs();

    internal List<CodeRequest> Requests { get; } = [];

    internal List<CodeResume> Resumes { get; } = [];

    public Task<CodeResult> RunAsync(CodeRequest request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default)
    {
        lock (Requests)
        {
            Requests.Add(request);
        }

        return GoOnAsync(new Run(request.RunId!, request.Source, request.SessionId), dispatcher, cancellationToken);
    }

    public Task<CodeResult> ResumeAsync(CodeResume request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default)
    {
        lock (Requests)
        {
            Resumes.Add(request);
        }

        Run run = _runs.Take(request.RunId) ?? throw new KeyNotFoundException(request.RunId);
        foreach ((int number, CodeApproval answer) in request.Approvals)
        {
            run.Answers[number] = answer;
        }

        return GoOnAsync(run, dispatcher, cancellationToken);
    }

    private async Task<CodeResult> GoOnAsync(Run run, ICodeDispatcher dispatcher, CancellationToken cancellationToken)
    {
        JsonElement? value = null;
        int number = 0;
        List<CodeCall> waiting = [];
        List<CodeLog> logs = [];
        bool together = run.Source.Contains("all\n", StringComparison.Ordinal);
        foreach (string line in run.Source.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ', 3);
            string rest = line[words[0].Length..].Trim();
            switch (words[0])
            {
                case "return" when !rest.StartsWith("await", StringComparison.Ordinal):
                    value = JsonDocument.Parse(rest).RootElement;
                    break;
                case "log":
                    logs.Add(new CodeLog("log", rest));
                    break;
                case "fail":
                    return Result(run, CodeStatus.Failed) with
                    {
                        Logs = logs,
                        Error = new CodeError { Kind = CodeErrorKind.Program, Message = rest, Line = 2, Column = 7, Hint = "Look.", FinishedWrites = [.. run.Records.Select(record => $"{record.Value.Call.Name} #{record.Key}")] },
                    };
                case "call":
                    number++;
                    if (run.Records.TryGetValue(number, out CodeCallRecord? done))
                    {
                        value = run.Values[number];
                        break;
                    }

                    CodeCall call = new()
                    {
                        RunId = run.Id,
                        Number = number,
                        Name = words[1],
                        Arguments = JsonDocument.Parse($"[{(words.Length > 2 ? words[2] : "{}")}]").RootElement,
                        SessionId = run.SessionId,
                    };
                    CodeFunction? function = dispatcher.Find(call.Name);
                    if (function is null)
                    {
                        return Result(run, CodeStatus.Failed) with { Error = new CodeError { Kind = CodeErrorKind.UnknownFunction, Message = $"{call.Name} does not exist." } };
                    }

                    if (function.RequiresApproval && !run.Answers.ContainsKey(number))
                    {
                        waiting.Add(call);
                        if (!together)
                        {
                            return Sleep(run, waiting);
                        }

                        break;
                    }

                    value = await CallAsync(run, call, dispatcher, cancellationToken);
                    break;
            }
        }

        return waiting.Count > 0 ? Sleep(run, waiting) : Result(run, CodeStatus.Completed) with { Value = value, Logs = logs };
    }

    private static async Task<JsonElement?> CallAsync(Run run, CodeCall call, ICodeDispatcher dispatcher, CancellationToken cancellationToken)
    {
        if (run.Answers.TryGetValue(call.Number, out CodeApproval? answer) && !answer.Approved)
        {
            run.Records[call.Number] = new CodeCallRecord { Call = call, Status = CodeCallStatus.Refused };
            return run.Values[call.Number] = JsonDocument.Parse($"\"refused: {answer.Reason}\"").RootElement;
        }

        CodeCallResult result;
        try
        {
            result = await dispatcher.InvokeAsync(call, cancellationToken);
        }
        catch (CodeCallException exception)
        {
            result = CodeCallResult.Failure(new CodeError { Kind = exception.Kind, Message = exception.Message, Hint = exception.Hint });
        }

        run.Records[call.Number] = new CodeCallRecord { Call = call, Status = result.Error is null ? CodeCallStatus.Succeeded : CodeCallStatus.Failed, Error = result.Error };
        return run.Values[call.Number] = result.Error is { } error ? JsonDocument.Parse($"\"{error.Kind}: {error.Message}\"").RootElement : result.Value?.Clone();
    }

    private CodeResult Sleep(Run run, IReadOnlyList<CodeCall> waiting)
    {
        _runs.Put(run);
        return Result(run, CodeStatus.Suspended) with { Suspension = new CodeSuspension(waiting, [], false) };
    }

    private static CodeResult Result(Run run, CodeStatus status) => new()
    {
        RunId = run.Id,
        Status = status,
        Calls = [.. run.Records.OrderBy(record => record.Key).Select(record => record.Value)],
        Journal = new CodeJournal(
            new CodeJournalHeader { RunId = run.Id, Source = run.Source, Seed = 1, StartTime = default, Limits = CodeLimits.Default, Engine = "test" }, []),
    };

    /// <summary>The runs that sleep: what outlives a process.</summary>
    internal sealed class Runs
    {
        private readonly Dictionary<string, Run> _sleeping = [];

        internal int Count => _sleeping.Count;

        internal void Put(Run run)
        {
            lock (_sleeping)
            {
                _sleeping[run.Id] = run;
            }
        }

        internal Run? Take(string id)
        {
            lock (_sleeping)
            {
                return _sleeping.Remove(id, out Run? run) ? run : null;
            }
        }
    }

    internal sealed record Run(string Id, string Source, string? SessionId)
    {
        internal Dictionary<int, CodeCallRecord> Records { get; } = [];

        internal Dictionary<int, JsonElement?> Values { get; } = [];

        internal Dictionary<int, CodeApproval> Answers { get; } = [];
    }
}
