using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Router.Benchmarks;
using Router.Benchmarks.Sandbox;
using Router.Benchmarks.Tokens;

// dotnet run -c Release --project tests/Router.Benchmarks               every benchmark
// dotnet run -c Release --project tests/Router.Benchmarks -- pipeline   what the pipeline adds, beside the adapter it wraps
// dotnet run -c Release --project tests/Router.Benchmarks -- admission  what a decision of the limits in memory costs
// dotnet run -c Release --project tests/Router.Benchmarks -- stores     decisions a second in SQLite and in PostgreSQL
// dotnet run -c Release --project tests/Router.Benchmarks -- coderuns   appends and checkpoints a second in each store of runs
// dotnet run -c Release --project tests/Router.Benchmarks -- tokens     what functions cost a model: as tools, and as declarations
// dotnet run -c Release --project tests/Router.Benchmarks -- sandbox    the engines of Code Mode and @cloudflare/codemode, side by side
// dotnet run -c Release --project tests/Router.Benchmarks -- --filter '*Load*'
ManualConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
switch (args)
{
    case ["pipeline"]:
        await PairedRun.RunAsync();
        return 0;
    case ["admission"]:
        await AdmissionRun.RunAsync();
        return 0;
    case ["tokens", ..]:
        return await TokenRun.RunAsync(args[1..]);
    case ["stores"]:
        await StoreRun.RunAsync();
        return 0;
    case ["coderuns"]:
        await CodeRunRun.RunAsync();
        return 0;
    case ["sandbox"]:
        await SandboxRun.RunAsync();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(UnaryBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
        return 0;
}
