namespace Router.CodeMode.Workers.Tests;

/// <summary>One engine over local processes, for all tests that need no other.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public WorkersEngine Engine { get; } = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Engine.DisposeAsync();
}
