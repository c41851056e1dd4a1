using Router.Configuration;

namespace Router.Routing;

/// <content>Further targets that start beside one that is slow to begin.</content>
internal abstract partial class RouteRun<TResult>
{
    private List<Turn<TResult>>? _raced;

    /// <summary>Lets a turn run, and others beside it where it is slow. Answers with the one that won, or with the last that failed.</summary>
    private async ValueTask<(Turn<TResult> Last, TResult? Result)> RaceAsync(Turn<TResult> first, HedgingConfig hedging)
    {
        List<(Turn<TResult> Turn, Task<TResult?> Task)> running = [Start(first)];
        int hedges = 0;
        Task? delay = null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_callerToken);
        try
        {
            while (true)
            {
                delay ??= MayHedge(hedges, hedging) ? DelayAsync(running[^1].Turn.Target, hedging, stop.Token) : null;
                List<Task> awaited = [.. running.Select(entry => (Task)entry.Task)];
                if (delay is not null)
                {
                    awaited.Add(delay);
                }

                Task ended = await Task.WhenAny(awaited).ConfigureAwait(false);
                if (ended == delay)
                {
                    delay = null;
                    hedges = await TryStartAsync(running).ConfigureAwait(false) ? hedges + 1 : hedging.MaxHedges;
                    continue;
                }

                int index = running.FindIndex(entry => entry.Task == ended);
                (Turn<TResult> turn, Task<TResult?> task) = running[index];
                running.RemoveAt(index);
                if (await task.ConfigureAwait(false) is { } result)
                {
                    return (turn, result);
                }

                if (running.Count == 0 || _broken is not null)
                {
                    return (turn, null);
                }

                Judge(turn);
            }
        }
        finally
        {
            EndRace(stop, running);
        }
    }

    // At once and not by way of the thread pool: only our own wait hangs on the token, and the losers cost money until they are told.
    private void EndRace(CancellationTokenSource stop, List<(Turn<TResult> Turn, Task<TResult?> Task)> running)
    {
        stop.Cancel();
        foreach ((Turn<TResult> turn, Task<TResult?> task) in running)
        {
            Lose(turn, task);
        }
    }

    private bool MayHedge(int hedges, HedgingConfig hedging) =>
        hedges < hedging.MaxHedges && !_stopped && !_callerToken.IsCancellationRequested && Volatile.Read(ref _attempts) < Route.Config.MaxAttempts;

    private Task DelayAsync(RouteTarget target, HedgingConfig hedging, CancellationToken token)
    {
        TimeSpan? learned = hedging.Percentile is { } share ? target.Statistics.Percentile(share) : null;
        return Task.Delay(learned ?? hedging.Delay, Engine.Clock.TimeProvider, token);
    }

    private async ValueTask<bool> TryStartAsync(List<(Turn<TResult> Turn, Task<TResult?> Task)> running)
    {
        // A turn may have failed for good, or have taken the last attempt, while the wait ran.
        if (_stopped || _callerToken.IsCancellationRequested || !TryCountAttempt())
        {
            return false;
        }

        if (await SelectAsync(hedge: true).ConfigureAwait(false) is not { } turn)
        {
            UncountAttempt();
            return false;
        }

        try
        {
            _log.Hedge(running[^1].Turn.Target, turn.Target);
        }
        catch
        {
            ReturnUnused(turn);
            throw;
        }

        running.Add(Start(turn));
        return true;
    }

    private (Turn<TResult> Turn, Task<TResult?> Task) Start(Turn<TResult> turn)
    {
        turn.BeginRace();
        (_raced ??= []).Add(turn);
        return (turn, AskAsync(turn).AsTask());
    }

    /// <summary>
    /// Cancels a turn that another one has beaten. The request does not wait for its end, since a client may take its time to hear
    /// of it; the configuration that it runs on stays alive until then.
    /// </summary>
    private void Lose(Turn<TResult> turn, Task<TResult?> task)
    {
        bool shared = Route.Owner?.TryEnter() == true;
        try
        {
            if (turn.Scope is { } scope && !task.IsCompleted && scope.TryReport())
            {
                _log.AddLost(scope);
            }
        }
        catch (Exception)
        {
            // A listener's own. The answer is there, and whoever lost must still be told.
        }

        turn.Lose();
        _ = EndLoserAsync(turn, task, shared);
    }

    private async Task EndLoserAsync(Turn<TResult> turn, Task<TResult?> task, bool shared)
    {
        try
        {
            if (await task.ConfigureAwait(false) is { } late)
            {
                await DiscardAsync(late).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // The request has its answer; what a losing attempt comes to is nobody's failure.
            Engine.Logger.LoserFailed(turn.Target.Info.Name, exception.GetType().Name);
        }
        finally
        {
            turn.Dispose();
            if (shared)
            {
                Route.Owner!.Exit();
            }
        }
    }

    // Those that lost end on their own, in their own time.
    private void EndRaces()
    {
        foreach (Turn<TResult> turn in _raced ?? [])
        {
            if (!turn.Lost)
            {
                turn.Dispose();
            }
        }

        _raced = null;
    }
}
