using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>The verification of one stream: what is held back, and what was named so far. Not thread-safe.</summary>
internal sealed class StreamVerification(VersionWatch watch)
{
    private List<ChatResponseUpdate>? _held;
    private bool _named;
    private bool _refused;
    private bool _awaited;
    private bool _hasContent;

    /// <summary>Looks at an update. False where it is held back until one names the version.</summary>
    /// <exception cref="VersionMismatchException">The mode is strict, and it names another version.</exception>
    internal bool Take(ChatResponseUpdate update)
    {
        // Null breaks the contract; that is for whoever reads the stream to say.
        if (update is null)
        {
            return true;
        }

        VersionCheck check = watch.Verify(new AnswerOrigin(update.ModelId, update.AdditionalProperties));
        _hasContent |= update.Contents.Count > 0;
        _awaited |= check.Verdict is VersionVerdict.Unnamed;
        if (check.Verdict is VersionVerdict.Differs && !_refused)
        {
            _refused = true;
            watch.Refuse(check);
        }

        if (check.Served is { } served && !_named)
        {
            _named = true;
            update.AdditionalProperties = ServedVersion.Note(update.AdditionalProperties, served);
        }

        if (!watch.IsStrict || _named || check.Verdict is not VersionVerdict.Unnamed)
        {
            return true;
        }

        (_held ??= []).Add(update);
        return false;
    }

    /// <summary>Looks at the whole: an answer that should have named its version and never did.</summary>
    /// <exception cref="VersionMismatchException">The mode is strict, and it never did.</exception>
    internal void End()
    {
        if (_awaited && !_named && _hasContent)
        {
            watch.Refuse(new VersionCheck(VersionVerdict.Unnamed));
        }
    }

    /// <summary>What was held back, in order; each update once.</summary>
    internal IReadOnlyList<ChatResponseUpdate> Release()
    {
        IReadOnlyList<ChatResponseUpdate> held = _held ?? [];
        _held = null;
        return held;
    }
}
