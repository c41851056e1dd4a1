using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Context;

namespace Router.Routing.Mirroring;

/// <summary>
/// Asks another route the same in the background, and compares. The caller's request neither waits for it nor fails with it, and
/// its cancellation is not the caller's: it ends by the other route's own timers, or with the router. Thread-safe.
/// </summary>
internal sealed class MirrorRunner(MirrorHost host, MirrorGate gate, string route, MirrorConfig config, IChatClient client)
{
    /// <summary>
    /// Starts a mirrored request. Null where there is none: chance left it out, too many are running, or asking twice would do harm.
    /// </summary>
    /// <param name="messages">The caller's messages; copied before this returns.</param>
    /// <param name="options">The caller's options; copied before this returns.</param>
    /// <param name="streaming">Whether the caller streams, and the mirror with it.</param>
    /// <param name="callerToken">Only asked whether the caller has left already.</param>
    internal MirrorRun? Start(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool streaming, CancellationToken callerToken)
    {
        try
        {
            if (callerToken.IsCancellationRequested || RouteContextExtensions.Of(options?.AdditionalProperties).Mirrored
                || host.Engine.Random() >= config.Share)
            {
                return null;
            }

            if (!MirrorRequest.IsHarmless(options))
            {
                return Refuse(MirrorOutcomes.NotHarmless);
            }

            if (!gate.TryEnter(config.Concurrency))
            {
                return Refuse(MirrorOutcomes.Full);
            }

            bool entered = false;
            try
            {
                entered = host.TryEnter();
                if (entered)
                {
                    MirrorRun run = new();
                    Work work = new(this, run, MirrorRequest.Copy(messages), MirrorRequest.Copy(options), streaming, Activity.Current?.Context);

                    // Without the caller's execution context, whose ambient values end with the caller's request.
                    ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Runner.RunAsync(work), work, preferLocal: false);
                    return run;
                }

                gate.Exit();
                return null;
            }
            catch
            {
                gate.Exit();
                if (entered)
                {
                    host.Exit();
                }

                throw;
            }
        }
        catch (Exception exception)
        {
            host.Engine.Logger.MirrorBroke(route, config.Route, exception.GetType().Name);
            return null;
        }
    }

    private MirrorRun? Refuse(string outcome)
    {
        MirrorTelemetry.Count(route, config.Route, outcome);
        host.Engine.Logger.NotMirrored(route, config.Route, outcome);
        return null;
    }

    private async Task RunAsync(Work work)
    {
        try
        {
            TimeSpan startedAt = host.Engine.Clock.Now;
            Activity? activity = null;
            MirrorAnswer? mirrored = null;
            string? error = null;
            try
            {
                activity = MirrorTelemetry.Start(route, config.Route, work.Cause);
                mirrored = await AskAsync(work).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                error = exception is RouteException failed ? failed.Class.ToString() : exception.GetType().FullName!;
                host.Engine.Logger.MirrorFailed(route, config.Route, error);
            }
            finally
            {
                // Before the wait for the caller's own answer: a reader who takes his time holds up no other mirrored request.
                gate.Exit();
                host.Exit();
            }

            TimeSpan duration = host.Engine.Clock.Now - startedAt;
            await CompareAsync(work, activity, mirrored, error, duration).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            host.Engine.Logger.MirrorBroke(route, config.Route, exception.GetType().Name);
        }
    }

    private async Task<MirrorAnswer> AskAsync(Work work)
    {
        MirrorAnswer answer = new();
        if (work.Streaming)
        {
            await foreach (ChatResponseUpdate update in client
                .GetStreamingResponseAsync(work.Messages, work.Options, host.Stop).ConfigureAwait(false))
            {
                answer.Observe(update);
            }
        }
        else
        {
            answer.Observe(await client.GetResponseAsync(work.Messages, work.Options, host.Stop).ConfigureAwait(false));
        }

        return answer;
    }

    private async Task CompareAsync(Work work, Activity? activity, MirrorAnswer? mirrored, string? error, TimeSpan duration)
    {
        MirrorAnswer? primary = await work.Run.Answer.ConfigureAwait(false);
        string outcome = mirrored is null ? MirrorOutcomes.MirrorFailed
            : primary is null ? MirrorOutcomes.PrimaryUnanswered
            : MirrorOutcomes.Compared;
        try
        {
            if (primary is not null && mirrored is not null)
            {
                MirrorComparison comparison = MirrorComparison.Of(primary, mirrored, host.CostOf);
                MirrorTelemetry.Compare(activity, route, config.Route, comparison, primary, mirrored, host.CostOf);
            }
        }
        finally
        {
            MirrorTelemetry.Count(route, config.Route, outcome);
            MirrorTelemetry.End(activity, outcome, error, duration, work.Run.Request);
        }
    }

    private sealed record Work(
        MirrorRunner Runner, MirrorRun Run, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Streaming, ActivityContext? Cause);
}
