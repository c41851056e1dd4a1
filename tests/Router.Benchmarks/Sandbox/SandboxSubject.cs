namespace Router.Benchmarks.Sandbox;

/// <summary>One sandbox in the table: each row is one of its methods.</summary>
internal abstract class SandboxSubject : IAsyncDisposable
{
    internal abstract string Name { get; }

    /// <summary>A program in a fresh sandbox; its calls of <c>echo</c> answer after <paramref name="delay"/>.</summary>
    internal abstract Task<string?> RunAsync(string source, TimeSpan delay);

    public abstract ValueTask DisposeAsync();
}
