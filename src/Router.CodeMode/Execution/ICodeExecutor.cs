namespace Router.CodeMode.Execution;

/// <summary>
/// Runs programs that nobody has read. A program reaches nothing but the functions of its <see cref="ICodeDispatcher"/> and ends within
/// its <see cref="CodeLimits"/> whatever it tries. Thread-safe: any number of runs at once.
/// </summary>
public interface ICodeExecutor
{
    /// <summary>
    /// Runs a program until it has finished, failed, or sleeps. What goes wrong inside the program is in the result; nothing of it is thrown.
    /// </summary>
    /// <param name="request">The program and what it may use.</param>
    /// <param name="dispatcher">The functions that it can call.</param>
    /// <param name="cancellationToken">Ends the run: its calls are cancelled, and the result says <see cref="CodeErrorKind.Cancelled"/>.</param>
    /// <exception cref="ArgumentException">The request asks for what cannot be: a limit out of range, an id that is taken.</exception>
    Task<CodeResult> RunAsync(CodeRequest request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default);

    /// <summary>
    /// Wakes a run that sleeps, or whose process has died, in this process: every finished call keeps its result, none is made twice.
    /// </summary>
    /// <param name="request">Which run, with the answers that it waits for.</param>
    /// <param name="dispatcher">The functions that it can call: those of the first run, or more.</param>
    /// <param name="cancellationToken">Ends the run, as for <see cref="RunAsync"/>.</param>
    /// <exception cref="KeyNotFoundException">No such run is stored.</exception>
    /// <exception cref="CodeRunBusyException">Another process holds the run at this moment.</exception>
    Task<CodeResult> ResumeAsync(CodeResume request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default);
}
