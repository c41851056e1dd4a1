using System.Globalization;

namespace Router.Benchmarks;

/// <summary>
/// An admission decision and its settlement in memory: what one costs uncontended, and how many a second 1, 4 and 16 callers get. On a
/// shared machine the quietest round counts.
/// </summary>
internal static class AdmissionRun
{
    private const int Rounds = 30;
    private const int Calls = 20_000;

    internal static async Task RunAsync()
    {
        AdmissionLoad load = new();
        await MeasureAsync("store: decision of 4 claims, and settlement", load.Store);
        await MeasureAsync("controller: reserve and settle, 6 claims", load.Controller);
        await MeasureAsync("request: begin, reserve, settle, complete, 9 claims", load.Request);
    }

    private static async Task MeasureAsync(string title, Func<AdmissionLoad.Caller, bool> run)
    {
        Console.WriteLine(title);
        AdmissionLoad.Caller warm = new(0);
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2))
        {
            Loop(run, warm, Calls);
        }

        foreach (int callers in (int[])[1, 4, 16])
        {
            double time = double.MaxValue;
            double bytes = double.MaxValue;
            AdmissionLoad.Caller[] all = [.. Enumerable.Range(callers * 100, callers).Select(number => new AdmissionLoad.Caller(number))];
            for (int round = 0; round < Rounds; round++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                long start = TimeProvider.System.GetTimestamp();
                await Task.WhenAll(all.Select(caller => Task.Factory.StartNew(
                    () => Loop(run, caller, Calls / callers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
                TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
                time = Math.Min(time, elapsed.TotalNanoseconds / Calls);
                bytes = Math.Min(bytes, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {callers,2} callers {time,8:0} ns each {1e9 / time,12:0} a second {bytes,8:0} B"));
        }
    }

    private static void Loop(Func<AdmissionLoad.Caller, bool> run, AdmissionLoad.Caller caller, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            if (!run(caller))
            {
                throw new InvalidOperationException("The benchmark measures grants; this was refused.");
            }
        }
    }
}
