using Router.CodeMode.Contract;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Programs;

namespace Router.CodeMode.Workers.Tests;

/// <summary>The contract of every engine, kept by V8.</summary>
public sealed class WorkersContractTests : CodeExecutorContract, IClassFixture<WorkersContractTests.Engines>
{
    private readonly Engines _engines;

    public WorkersContractTests(Engines engines) => _engines = engines;

    protected override IScriptEngine Engine => _engines.Engine;

    protected override IProgramReader Reader => _engines.Reader;

    public sealed class Engines : IAsyncLifetime
    {
        public Engines()
        {
            // A process for each of 50 programs is more than a small machine starts in time: they take turns.
            Engine = new WorkersEngine(new WorkersOptions
            {
                WorkerdPath = WorkerdPath.Value,
                MaxProcesses = 8,
                WarmProcesses = 2,
                QueueTimeout = TimeSpan.FromMinutes(5),
                RunsPerProcess = 10_000,
            });
            Reader = new ProgramReader(Parser);
        }

        internal WorkersEngine Engine { get; }

        internal QuickJsProgramParser Parser { get; } = new();

        internal ProgramReader Reader { get; }

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Engine.DisposeAsync();
            await Parser.DisposeAsync();
        }
    }
}
