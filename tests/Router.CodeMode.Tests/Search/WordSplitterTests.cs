using Router.CodeMode.Search;

namespace Router.CodeMode.Tests.Search;

public class WordSplitterTests
{
    [Theory]
    [InlineData("listPRs", "list prs")]
    [InlineData("getHTTPStatus", "get http status")]
    [InlineData("HTTPStatus", "http status")]
    [InlineData("issues/list-for-repo", "issues list for repo")]
    [InlineData("snake_case_name", "snake case name")]
    [InlineData("kebab-case", "kebab case")]
    [InlineData("getV2Users", "get v 2 users")]
    [InlineData("sha256sum", "sha 256 sum")]
    [InlineData("iOSApp", "i os app")]
    [InlineData("URL", "url")]
    [InlineData("IDs", "ids")]
    [InlineData("userIDsByName", "user ids by name")]
    [InlineData("Größe ändern", "größe ändern")]
    [InlineData("", "")]
    [InlineData("  ..//", "")]
    public void Identifiers_are_split_where_people_see_words(string text, string words) => WordSplitter.Split(text).Should().Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void A_word_longer_than_any_word_is_dropped() => WordSplitter.Split(new string('a', 41) + " b").Should().Equal("b");
}
