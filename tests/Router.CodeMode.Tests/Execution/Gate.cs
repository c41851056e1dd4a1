using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>A function whose calls begin and end where a test sees it.</summary>
internal sealed class Gate(bool heedsToken)
{
    private readonly Lock _gate = new();
    private readonly List<(CodeCall Call, TaskCompletionSource<string?> Answer)> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];

    internal int Most { get; private set; }

    internal async ValueTask<string?> EnterAsync(CodeCall call, CancellationToken token)
    {
        TaskCompletionSource<string?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = heedsToken ? token.Register(() => answer.TrySetCanceled(token)) : default;
        lock (_gate)
        {
            _calls.Add((call, answer));
            Most = Math.Max(Most, _calls.Count(entered => !entered.Answer.Task.IsCompleted));
            foreach ((int count, TaskCompletionSource reached) in _waiters)
            {
                if (_calls.Count >= count)
                {
                    reached.TrySetResult();
                }
            }
        }

        return await answer.Task;
    }

    internal Task EnteredAsync(int count)
    {
        lock (_gate)
        {
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_calls.Count >= count)
            {
                return Task.CompletedTask;
            }

            _waiters.Add((count, reached));
            return RunBench.Ends(reached.Task);
        }
    }

    /// <summary>Ends the call at this place in the order in which the program made them: they come in in any.</summary>
    internal void Answer(int index, string? json = "1")
    {
        lock (_gate)
        {
            At(index).TrySetResult(json);
        }
    }

    internal void Fail(int index, Exception exception)
    {
        lock (_gate)
        {
            At(index).TrySetException(exception);
        }
    }

    private TaskCompletionSource<string?> At(int index) => _calls.OrderBy(entered => entered.Call.Number).ElementAt(index).Answer;
}
