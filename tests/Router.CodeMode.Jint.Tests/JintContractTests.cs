using Router.CodeMode.Contract;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Programs;

namespace Router.CodeMode.Jint.Tests;

/// <summary>The contract of every engine, kept by Jint.</summary>
public sealed class JintContractTests : CodeExecutorContract, IClassFixture<JintContractTests.Engines>
{
    private readonly Engines _engines;

    public JintContractTests(Engines engines) => _engines = engines;

    protected override IScriptEngine Engine => _engines.Engine;

    protected override bool CountsAllocations => true;

    protected override IProgramReader Reader => _engines.Reader;

    protected override IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>
    {
        ["what JSON lacks"] = "It returns a BigInt, which is refused by default: nothing can halt one operation on large ones.",
        ["the console"] = "It logs a BigInt.",
        ["a call that fails"] = "Jint's stack traces leave out the place of such a call: it is told without one, or with that of the call around it.",
    };

    public sealed class Engines : IAsyncLifetime
    {
        public Engines() => Reader = new ProgramReader(Parser);

        // Jint counts what is allocated in all: with the default factor the contract's program for memory may have 128 MB.
        internal JintEngine Engine { get; } = new(new JintEngineOptions { AllocationFactor = 2 });

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
