using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>Finds what is wrong with a program without running it: its syntax, unknown functions, the shape of arguments. Thread-safe.</summary>
public interface IProgramChecker
{
    /// <summary>What is wrong; empty where nothing was found.</summary>
    /// <param name="source">The program.</param>
    /// <param name="dispatcher">The functions that it may call.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    ValueTask<IReadOnlyList<CodeError>> CheckAsync(string source, ICodeDispatcher dispatcher, CancellationToken cancellationToken);
}
