using Router.CodeMode.Search;

namespace Router.CodeMode.Tests.Search;

public class StemmerTests
{
    [Theory]
    [InlineData("issue", "issues")]
    [InlineData("repository", "repositories")]
    [InlineData("branch", "branches")]
    [InlineData("index", "indexes")]
    [InlineData("class", "classes")]
    [InlineData("create", "creating")]
    [InlineData("create", "created")]
    [InlineData("create", "creation")]
    [InlineData("delete", "deletion")]
    [InlineData("merge", "merged")]
    [InlineData("merge", "merging")]
    [InlineData("stop", "stopped")]
    [InlineData("run", "running")]
    [InlineData("list", "listing")]
    [InlineData("deploy", "deployment")]
    [InlineData("assign", "assignment")]
    [InlineData("review", "reviewer")]
    [InlineData("agree", "agreed")]
    [InlineData("tag", "tagged")]
    [InlineData("copy", "copies")]
    [InlineData("notify", "notified")]
    public void Forms_of_one_word_have_one_stem(string one, string other) => Stemmer.Stem(other).Should().Be(Stemmer.Stem(one));

    [Theory]
    [InlineData("user", "use")]
    [InlineData("status", "state")]
    [InlineData("comment", "com")]
    [InlineData("version", "verse")]
    [InlineData("owner", "own")]
    [InlineData("thing", "th")]
    [InlineData("need", "nee")]
    [InlineData("action", "act")]
    public void Different_words_keep_different_stems(string one, string other) => Stemmer.Stem(other).Should().NotBe(Stemmer.Stem(one));

    [Theory]
    [InlineData("issues", "issu")]
    [InlineData("status", "status")]
    [InlineData("ties", "tie")]
    [InlineData("classes", "class")]
    [InlineData("id", "id")]
    [InlineData("v2", "v2")]
    [InlineData("größe", "größe")]
    public void Stems_are_these(string word, string stem) => Stemmer.Stem(word).Should().Be(stem);
}
