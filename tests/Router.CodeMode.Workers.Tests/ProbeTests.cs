using System.Diagnostics;
using Router.CodeMode.Driving;
using Xunit.Abstractions;

namespace Router.CodeMode.Workers.Tests;

public sealed class ProbeTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Perf()
    {
        foreach (string body in new[] { "return 1 + 1", "let s = 0; for (let i = 0; i < 3; i++) s += (await tools.echo(i))[0]; return s;" })
        {
            List<double> ms = [];
            for (int i = 0; i < 300; i++)
            {
                long t = Stopwatch.GetTimestamp();
                Driven run = await fixture.Engine.RunAsync(body);
                ms.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
                if (i % 50 == 0) output.WriteLine($"{run.Value} {ms[^1]:F2} ms step1 cpu {run.Steps[0].Cpu.TotalMilliseconds} mem {run.Steps[^1].MemoryBytes}");
            }
            ms.Sort();
            output.WriteLine($"p50 {ms[150]:F2} p95 {ms[285]:F2} min {ms[0]:F2} load {File.ReadAllText("/proc/loadavg")}");
        }
        for (int n = 0; n < 3; n++)
        {
            Stopwatch w = new(); w.Start();
            await Task.WhenAll(Enumerable.Range(0, 64).Select(i => fixture.Engine.RunAsync(Sample.Start("return await tools.wait(1)"), async c => { await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System); return "1"; })));
            output.WriteLine($"64: {w.ElapsedMilliseconds} ms");
        }
    }
    [Theory]
    [InlineData("let b = 3n; for(;;) b = b*b")]
    public async Task Probe(string body)
    {
        Stopwatch w = new(); w.Start();
        try
        {
            Driven run = await fixture.Engine.RunAsync(Sample.Start(body), cpu: TimeSpan.FromSeconds(1)).WaitAsync(Driver.Patience);
            output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {run.Transcript}\n cpu {run.Steps.Sum(s => s.Cpu.TotalMilliseconds)} mem {run.Steps[^1].MemoryBytes}");
        }
        catch (Exception e) { output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {e}"); }
    }
}
