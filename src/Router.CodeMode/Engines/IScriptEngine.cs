namespace Router.CodeMode.Engines;

/// <summary>
/// A JavaScript engine that runs one program at a time in each of its instances, step by step. All that is common to the engines, such as
/// calls, limits, the journal and sleep, is in <see cref="Execution.CodeExecutor"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Contract: an instance runs the shared prelude (<see cref="Prelude.PreludeSource"/>) and then the program; it sees nothing else of the
/// host. It is entered with one <see cref="ScriptEvent"/> at a time and answers with a <see cref="ScriptStep"/> when nothing in it is left to run.
/// Given the same start and the same events it answers the same steps. A program that spins, in its own code or in a builtin, costs its own
/// instance alone.
/// </remarks>
public interface IScriptEngine : IAsyncDisposable
{
    /// <summary>A short name, for spans and messages: <c>quickjs</c>.</summary>
    string Name { get; }

    /// <summary>Names this very build: state written by <see cref="IScriptInstance.SaveAsync"/> holds for it alone. Null: it cannot save.</summary>
    string? BuildId { get; }

    /// <summary>Makes an instance that has not begun.</summary>
    /// <exception cref="ScriptEngineException">The engine has no room, or is missing.</exception>
    ValueTask<IScriptInstance> CreateAsync(ScriptStart start, CancellationToken cancellationToken);

    /// <summary>Makes an instance of a state that was saved by the same build.</summary>
    /// <exception cref="NotSupportedException"><see cref="BuildId"/> is null.</exception>
    /// <exception cref="InvalidDataException">The state is none of this build's.</exception>
    ValueTask<IScriptInstance> RestoreAsync(ScriptStart start, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);
}
