using Router.CodeMode.Contract;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Programs;

namespace Router.CodeMode.QuickJs.Tests;

/// <summary>The contract of every engine, kept by QuickJS.</summary>
public sealed class QuickJsContractTests : CodeExecutorContract, IClassFixture<QuickJsContractTests.Engines>
{
    private readonly Engines _engines;

    public QuickJsContractTests(Engines engines) => _engines = engines;

    protected override IScriptEngine Engine => _engines.Engine;

    protected override IProgramReader Reader => _engines.Reader;

    public sealed class Engines : IAsyncLifetime
    {
        public Engines()
        {
            Parser = new QuickJsProgramParser(Engine);
            Reader = new ProgramReader(Parser);
        }

        internal QuickJsEngine Engine { get; } = new();

        internal QuickJsProgramParser Parser { get; }

        internal ProgramReader Reader { get; }

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Parser.DisposeAsync();
            await Engine.DisposeAsync();
        }
    }
}
