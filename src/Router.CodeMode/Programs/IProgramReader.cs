namespace Router.CodeMode.Programs;

/// <summary>Turns what a model wrote into what an engine runs. Thread-safe.</summary>
public interface IProgramReader
{
    /// <summary>Reads a program.</summary>
    /// <param name="source">The model's text, within the limits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProgramException">It is no program; the error says where.</exception>
    ValueTask<ProgramText> ReadAsync(string source, CancellationToken cancellationToken);
}
