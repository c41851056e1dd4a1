using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Runs;

/// <summary>The place where one program runs, and what watches over it there.</summary>
internal abstract class RunLease
{
    public abstract HarnessSocket Socket { get; }

    /// <summary>From here on the program may use this much more processor time; whatever it does, the socket then ends.</summary>
    public abstract void Begin(TimeSpan cpu);

    /// <summary>Nothing of the program runs any more: what it used since <see cref="Begin"/>, and whether it was ended.</summary>
    public abstract RunReading End();

    /// <summary>The program is loaded: memory counts from here.</summary>
    public abstract void Loaded();

    /// <summary>Ends the program at once.</summary>
    public abstract void Kill();

    /// <summary>The socket ended and nobody here ended it: why.</summary>
    /// <returns>A failure of the program's, or null: the engine's own.</returns>
    public abstract ValueTask<ScriptFailure?> ExplainAsync();

    /// <summary>Gives the place back.</summary>
    /// <param name="clean">Nothing was killed and no step is under way: it may serve again.</param>
    public abstract ValueTask ReleaseAsync(bool clean);
}
