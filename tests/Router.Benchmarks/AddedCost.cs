using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Router.Benchmarks;

/// <summary>What a pipeline costs above the client it wraps, as a share of what the adapter takes in the same run.</summary>
internal static class AddedCost
{
    internal static void Print(Summary summary)
    {
        BenchmarkReport adapter = Find(summary, "Adapter");
        BenchmarkReport noOp = Find(summary, "NoOp");
        Console.WriteLine($"// {summary.Title}: added over the inner client, and the share of the adapter ({Time(adapter):0} ns, {Bytes(adapter):0} B)");
        foreach (string name in new[] { "OneTarget", "EightTargets", "OneTargetWithListener" })
        {
            BenchmarkReport pipeline = Find(summary, name);
            double time = Time(pipeline) - Time(noOp);
            double bytes = Bytes(pipeline) - Bytes(noOp);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"// {name,-24} {time,8:0} ns ({time / Time(adapter):0.00})   {bytes,8:0} B ({bytes / Bytes(adapter):0.00})"));
        }
    }

    private static BenchmarkReport Find(Summary summary, string name) =>
        summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name);

    private static double Time(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static double Bytes(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
}
