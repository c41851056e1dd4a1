using System.Globalization;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Search;
using Router.CodeMode.Tests.Corpora;

namespace Router.Benchmarks.Tokens;

/// <summary>How well and how fast functions are found, beside a search for words in names. Of a query, the quietest round counts.</summary>
internal static class SearchRun
{
    private const int Rounds = 20;

    internal static void Run(IReadOnlyList<CatalogueFunction> functions, IReadOnlyList<(string Query, string Expected)> queries, Func<CatalogueFunction, string> name)
    {
        string[] names = [.. functions.Select(name)];
        TimeSpan built = TimeSpan.MaxValue;
        FunctionIndex index = new(functions);
        for (int round = 0; round < 5; round++)
        {
            long start = TimeProvider.System.GetTimestamp();
            index = new FunctionIndex(functions);
            TimeSpan time = TimeProvider.System.GetElapsedTime(start);
            built = time < built ? time : built;
        }

        Measure("index", queries, query => [.. index.Search(query).Select(hit => name(hit.Function))]);
        Measure("words in names", queries, query => SearchQuality.ByName(names, query));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  index built in {built.TotalMilliseconds:0} ms"));
    }

    private static void Measure(string title, IReadOnlyList<(string Query, string Expected)> queries, Func<string, IReadOnlyList<string>> search)
    {
        SearchQuality quality = SearchQuality.Of(queries, search);
        List<double> times = [];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        foreach ((string query, string _) in queries)
        {
            double quietest = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                long start = TimeProvider.System.GetTimestamp();
                search(query);
                quietest = Math.Min(quietest, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Add(quietest);
        }

        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (times.Count * Rounds);
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {title,-16} {queries.Count} queries: MRR {quality.MeanReciprocalRank:0.000}, recall@5 {quality.RecallAt5:0.000}, recall@10 {quality.RecallAt10:0.000}; "
            + $"median {times[times.Count / 2]:0.000} ms, slowest {times[^1]:0.000} ms, {bytes:N0} B a query"));
    }
}
