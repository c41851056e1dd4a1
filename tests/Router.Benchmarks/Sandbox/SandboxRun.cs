using System.Diagnostics;
using System.Reflection;
using Router.Benchmarks.Codemode;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs;
using Router.CodeMode.QuickJs.Programs;
using Router.CodeMode.Workers;

namespace Router.Benchmarks.Sandbox;

/// <summary>
/// The sandboxes side by side, by turns in one process: <c>-- sandbox</c>. First runs, and memory after 20,000 of them, have lines of their own.
/// </summary>
internal static class SandboxRun
{
    private const int Warm = 30;

    internal static async Task RunAsync()
    {
        long begin = TimeProvider.System.GetTimestamp();
        QuickJsProgramParser parser = new();
        ProgramReader reader = new(parser);
        ExecutorSubject quickJs = new("QuickJS as IL", new QuickJsEngine(), reader);
        await quickJs.RunAsync("return 1;", TimeSpan.Zero);
        Console.WriteLine($"first run in this process, engine and all: {TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds:0} ms");

        List<SandboxSubject> subjects = [quickJs];
        await AddAsync(subjects, "Workers", () => Task.FromResult<SandboxSubject>(new ExecutorSubject("Workers (workerd)", Workers(), reader)));
        await AddAsync(subjects, "@cloudflare/codemode", async () => await CodemodeSubject.StartAsync());

        try
        {
            await CompareAsync(subjects);
            await MemoryAsync(quickJs);
        }
        finally
        {
            // Some of them are processes.
            foreach (SandboxSubject subject in subjects)
            {
                await subject.DisposeAsync();
            }
        }

        await parser.DisposeAsync();
    }

    private static async Task CompareAsync(List<SandboxSubject> subjects)
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-30}{string.Concat(subjects.Select(subject => $"{subject.Name,34}"))}");
        Console.WriteLine($"{"",-30}{string.Concat(subjects.Select(_ => $"{"p50 / p95 ms",22}{"runs/s",12}"))}");
        foreach (SandboxRow row in SandboxRow.All)
        {
            Console.Write($"{row.Name,-30}");
            foreach (SandboxSubject subject in subjects)
            {
                Console.Write(await MeasureAsync(subject, row));
            }

            Console.WriteLine();
        }

        Console.WriteLine();
    }

    // Told by the build, which fetched it.
    private static WorkersEngine Workers() => new(new WorkersOptions
    {
        WorkerdPath = typeof(SandboxRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "WorkerdPath").Value,
    });

    private static async Task AddAsync(List<SandboxSubject> subjects, string name, Func<Task<SandboxSubject>> make)
    {
        SandboxSubject? subject = null;
        try
        {
            subject = await make();
            await subject.RunAsync("return 1;", TimeSpan.Zero);
            subjects.Add(subject);
        }
        catch (Exception exception) when (exception is CodeMode.Engines.ScriptEngineException or InvalidOperationException)
        {
            Console.WriteLine($"{name} is left out: {exception.Message}");
            if (subject is not null)
            {
                await subject.DisposeAsync();
            }
        }
    }

    private static async Task<string> MeasureAsync(SandboxSubject subject, SandboxRow row)
    {
        int warm = row.Runs >= 100 ? Warm : 1;
        for (int i = 0; i < warm; i++)
        {
            await subject.RunAsync(row.Source, TimeSpan.Zero);
        }

        double[] times = new double[row.Runs];
        int next = -1;
        long begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, row.AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is int index && index < row.Runs)
            {
                long start = TimeProvider.System.GetTimestamp();
                await subject.RunAsync(row.Source, row.Delay);
                times[index] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            }
        }));
        double seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        Array.Sort(times);
        return $"{$"{times[times.Length / 2]:0.00} / {times[times.Length * 95 / 100]:0.00}",22}{row.Runs / seconds,12:0.0}";
    }

    private static async Task MemoryAsync(SandboxSubject subject)
    {
        foreach (int runs in new[] { 1_000, 4_000, 15_000 })
        {
            for (int i = 0; i < runs; i++)
            {
                await subject.RunAsync("let n = 0; for (let i = 0; i < 3; i++) n += await tools.echo(i); return n;", TimeSpan.Zero);
            }

            GC.Collect();
            using Process process = Process.GetCurrentProcess();
            Console.WriteLine($"{subject.Name}: after {runs:N0} more runs the process holds {process.WorkingSet64 / 1048576.0:0.0} MB");
        }
    }
}
