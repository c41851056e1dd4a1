using BenchmarkDotNet.Attributes;

namespace Router.Benchmarks;

/// <summary>One decision over four claims and its settlement: by the store in memory alone, and by the controller with all that surrounds it.</summary>
[MemoryDiagnoser]
public class AdmissionBenchmarks
{
    private readonly AdmissionLoad _load = new();
    private readonly AdmissionLoad.Caller _caller = new(0);

    [Benchmark(Baseline = true)]
    public bool StoreDecision() => _load.Store(_caller);

    [Benchmark]
    public bool ControllerReserveAndSettle() => _load.Controller(_caller);

    [Benchmark]
    public bool RequestOfOneAttempt() => _load.Request(_caller);
}
