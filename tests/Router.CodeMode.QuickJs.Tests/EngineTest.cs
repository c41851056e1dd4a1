namespace Router.CodeMode.QuickJs.Tests;

/// <summary>Tests with an engine of their own.</summary>
public abstract class EngineTest : IAsyncLifetime, IAsyncDisposable
{
    protected QuickJsEngine Engine { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}
