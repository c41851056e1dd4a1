using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Router.Routing.Mirroring;

/// <summary>
/// The caller's side of one mirrored request: takes note of the answer that the caller gets. Disposed when the request ends, with
/// an answer or without. Never throws. Used by one request at a time.
/// </summary>
internal sealed class MirrorRun : IDisposable
{
    private readonly MirrorAnswer _answer = new();
    private readonly TaskCompletionSource<MirrorAnswer?> _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _broken;

    /// <summary>The caller's answer; null where there was none or not a whole one.</summary>
    internal Task<MirrorAnswer?> Answer => _whole.Task;

    /// <summary>The span of the caller's request; known once it is answered.</summary>
    internal ActivityContext? Request { get; private set; }

    /// <summary>Takes note of the next update of a stream, before the caller has it.</summary>
    internal void Observe(ChatResponseUpdate update)
    {
        try
        {
            _answer.Observe(update);
        }
        catch (Exception)
        {
            // An answer that cannot be read cannot be compared, and is still the caller's.
            _broken = true;
        }
    }

    /// <summary>Takes note of a whole answer, before the caller has it.</summary>
    internal void Answered(ChatResponse response, Activity? request)
    {
        try
        {
            _answer.Observe(response);
        }
        catch (Exception)
        {
            _broken = true;
        }

        Answered(request);
    }

    /// <summary>Takes note that a stream has ended well.</summary>
    internal void Answered(Activity? request)
    {
        Request = request?.Context;
        _whole.TrySetResult(_broken ? null : _answer);
    }

    public void Dispose() => _whole.TrySetResult(null);
}
