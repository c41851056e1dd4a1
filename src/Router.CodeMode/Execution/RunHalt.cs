using System.Threading.Channels;

namespace Router.CodeMode.Execution;

/// <summary>Ends a run from any thread; the first reason counts.</summary>
#pragma warning disable CA1001 // The source has no timer and is linked to nothing: there is nothing to dispose, and a step may still hold its token.
internal sealed class RunHalt(ChannelWriter<RunSignal> signals)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _halted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reason;

    internal HaltReason Reason => (HaltReason)Volatile.Read(ref _reason);

    /// <summary>What caused it, for the log.</summary>
    internal Exception? Cause { get; private set; }

    /// <summary>Halts the engine.</summary>
    internal CancellationToken Token => _source.Token;

    /// <summary>Completes when the run has to end.</summary>
    internal Task Halted => _halted.Task;

    internal bool Requested => Reason != HaltReason.None;

    internal void Request(HaltReason reason, Exception? cause = null)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)HaltReason.None) == (int)HaltReason.None)
        {
            Cause = cause;
            _halted.TrySetResult();
            signals.TryWrite(new RunSignal(SignalKind.Halt));
            try
            {
                _source.Cancel();
            }
            catch (AggregateException)
            {
                // Of an engine or a store that listens: the thread is a timer's, or the caller's, and none of theirs.
            }
        }
    }
}
