using Router.CodeMode.Catalogue;
using Router.CodeMode.Search;
using Router.CodeMode.Tests.Corpora;
using Router.CodeMode.Tests.Declarations;

namespace Router.CodeMode.Tests.Search;

public class FunctionIndexTests
{
    private static readonly FunctionIndex Small = new(
    [
        Make.Function("github.issues.list", "List issues"),
        Make.Function("github.issues.create", "Create an issue"),
        Make.Function("github.pulls.list", "List pull requests"),
        Make.Function("jira.issues.delete", "Delete an issue"),
        Make.Function("jira.boards.list", "List boards"),
        Make.Function("mail.send", "Send a message"),
    ]);

    [Theory]
    [InlineData("list issues", "github.issues.list")]
    [InlineData("github issue", "github.issues.list")]
    [InlineData("jira issue", "jira.issues.delete")]
    [InlineData("remove an issue", "jira.issues.delete")]
    [InlineData("pullRequests", "github.pulls.list")]
    [InlineData("listPRs", "github.pulls.list")]
    [InlineData("deliver a mail", "mail.send")]
    [InlineData("boads", "jira.boards.list")]
    [InlineData("boa", "jira.boards.list")]
    [InlineData("github.pulls.list", "github.pulls.list")]
    [InlineData("JIRA.BOARDS.LIST", "jira.boards.list")]
    [InlineData("call `mail.send` for me", "mail.send")]
    [InlineData("I need to get rid of a ticket in jira, can you please delete it?", "jira.issues.delete")]
    public void The_best_comes_first(string query, string expected) => Small.Search(query)[0].Function.Name.Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("the of and")]
    [InlineData("xylophone quux")]
    [InlineData("漢字")]
    [InlineData("\0\uD800")]
    public void Nothing_found_is_answered_with_general_functions_of_every_namespace(string query)
    {
        IReadOnlyList<FunctionHit> hits = Small.Search(query, limit: 5);

        hits.Should().OnlyContain(hit => hit.Score == 0);
        hits.Select(hit => hit.Function.Name).Should().Equal("github.issues.list", "github.pulls.list", "jira.boards.list", "jira.issues.delete", "mail.send");
    }

    [Fact]
    public void An_index_of_nothing_finds_nothing() => new FunctionIndex([]).Search("anything").Should().BeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(FunctionIndex.MaxLimit + 1)]
    public void A_limit_out_of_range_is_refused(int limit) => Small.Invoking(index => index.Search("x", limit)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Scores_fall_and_the_limit_holds()
    {
        IReadOnlyList<FunctionHit> hits = Small.Search("list issues", limit: 3);

        hits.Should().HaveCount(3);
        hits.Select(hit => hit.Score).Should().BeInDescendingOrder();
    }

    [Fact]
    public void The_order_of_the_functions_does_not_matter()
    {
        IReadOnlyList<CatalogueFunction> functions = SyntheticRegistry.Make(300);
        FunctionIndex one = new(functions);
        FunctionIndex other = new([.. functions.Reverse()]);

        foreach ((string query, string _) in SyntheticQueries.For([.. functions.Select(function => function.Name)], 50))
        {
            other.Search(query).Should().Equal(one.Search(query));
        }
    }

    [Fact]
    public void A_query_of_a_megabyte_is_read_at_both_ends()
    {
        string query = "delete the issue " + new string('x', 1_000_000) + " in jira";

        Small.Search(query)[0].Function.Name.Should().Be("jira.issues.delete");
        Small.Search(string.Concat(Enumerable.Repeat("list issues ", 80_000)))[0].Function.Name.Should().Be("github.issues.list");
    }

    [Fact]
    public async Task Many_threads_find_the_same()
    {
        FunctionIndex index = new(SyntheticRegistry.Make(300));
        string[] queries = [.. Enumerable.Range(0, 40).Select(i => $"{SyntheticRegistry.Verbs[i % 10]} {SyntheticRegistry.Nouns[i % 25]} {SyntheticRegistry.Domains[i % 23]}")];
        List<FunctionHit>[] expected = [.. queries.Select(query => index.Search(query).ToList())];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < queries.Length; i++)
            {
                index.Search(queries[i]).Should().Equal(expected[i]);
            }
        })));
    }
}
