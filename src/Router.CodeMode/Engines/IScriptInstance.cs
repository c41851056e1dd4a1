namespace Router.CodeMode.Engines;

/// <summary>One program in one sandbox. Not thread-safe: one step at a time. Disposing ends it at once, also in the middle of a step.</summary>
public interface IScriptInstance : IAsyncDisposable
{
    /// <summary>
    /// Delivers one event and runs the program until nothing in it is left to run. Holds no thread of the caller's, and none at all between steps.
    /// </summary>
    /// <param name="scriptEvent">The event; the first one is <see cref="ScriptEvent.Begin"/>.</param>
    /// <param name="cpu">Processor time left to the run; over it, the step ends with <see cref="Execution.CodeErrorKind.Timeout"/>.</param>
    /// <param name="cancellationToken">Halts the program within some milliseconds.</param>
    /// <exception cref="OperationCanceledException">The program was halted; the instance is of no further use.</exception>
    /// <exception cref="ScriptEngineException">The engine itself failed; so is it here.</exception>
    ValueTask<ScriptStep> StepAsync(ScriptEvent scriptEvent, TimeSpan cpu, CancellationToken cancellationToken);

    /// <summary>
    /// The state between two steps, for <see cref="IScriptEngine.RestoreAsync"/>, uncompressed.
    /// </summary>
    /// <exception cref="NotSupportedException">The engine cannot save.</exception>
    ValueTask<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken);
}
