using Router.CodeMode.Search;

namespace Router.CodeMode.Tests.Search;

public class SpellingTests
{
    [Theory]
    [InlineData("issue", "isue", true)]
    [InlineData("issue", "issuee", true)]
    [InlineData("issue", "izsue", true)]
    [InlineData("issue", "isseu", true)]
    [InlineData("issue", "issue", true)]
    [InlineData("issue", "isuee", false)]
    [InlineData("issue", "is", false)]
    [InlineData("abc", "cab", false)]
    [InlineData("", "a", true)]
    [InlineData("", "", true)]
    public void One_letter_is_a_slip_and_two_are_another_word(string one, string other, bool near)
    {
        Spelling.IsOneAway(one, other).Should().Be(near);
        Spelling.IsOneAway(other, one).Should().Be(near);
    }

    [Fact]
    public void A_beginning_finds_the_shortest_words_first() =>
        new Spelling(["repository", "repo", "report", "branch"]).Near("rep").Should().Equal("repo", "report", "repository");

    [Fact]
    public void A_slip_is_only_looked_for_where_no_word_begins_so() => new Spelling(["label", "labels"]).Near("lable").Should().Equal("label");
}
