using Router.CodeMode.Catalogue;
using Router.CodeMode.Search;
using Router.CodeMode.Tests.Corpora;
using Xunit.Abstractions;

namespace Router.CodeMode.Tests.Search;

/// <summary>The floors are what was measured, less a little.</summary>
public class SearchQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void Requests_find_the_operations_of_GitHub()
    {
        FunctionIndex index = new(GitHubFunctions.All);
        string[] names = [.. GitHubFunctions.All.Select(function => function.RawName)];

        SearchQuality quality = SearchQuality.Of(GitHubQueries.All, query => [.. index.Search(query).Select(hit => hit.Function.RawName)]);
        SearchQuality baseline = SearchQuality.Of(GitHubQueries.All, query => SearchQuality.ByName(names, query));

        Print(quality, baseline);
        quality.RecallAt10.Should().BeGreaterThan(0.93);
        quality.MeanReciprocalRank.Should().BeGreaterThan(0.74);
        quality.RecallAt10.Should().BeGreaterThan(baseline.RecallAt10);
    }

    [Fact]
    public void Requests_find_the_functions_of_a_made_up_registry()
    {
        IReadOnlyList<CatalogueFunction> functions = SyntheticRegistry.Make(2500);
        FunctionIndex index = new(functions);
        string[] names = [.. functions.Select(function => function.Name)];
        (string, string)[] queries = [.. SyntheticQueries.For(names, 60)];

        SearchQuality quality = SearchQuality.Of(queries, query => [.. index.Search(query).Select(hit => hit.Function.Name)]);
        SearchQuality baseline = SearchQuality.Of(queries, query => SearchQuality.ByName(names, query));

        Print(quality, baseline);
        quality.RecallAt10.Should().BeGreaterThan(0.98);
        quality.MeanReciprocalRank.Should().BeGreaterThan(0.9);
    }

    private void Print(SearchQuality quality, SearchQuality baseline)
    {
        output.WriteLine($"index: MRR {quality.MeanReciprocalRank:0.000}, recall@5 {quality.RecallAt5:0.000}, recall@10 {quality.RecallAt10:0.000}");
        output.WriteLine($"names: MRR {baseline.MeanReciprocalRank:0.000}, recall@5 {baseline.RecallAt5:0.000}, recall@10 {baseline.RecallAt10:0.000}");
        foreach (string missed in quality.Missed)
        {
            output.WriteLine("missed: " + missed);
        }
    }
}
