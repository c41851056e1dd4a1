using System.Text.RegularExpressions;
using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Tests.Catalogue;

public sealed partial class CatalogueNamesTests
{
    [Theory]
    [InlineData("pulls/list", "gh.pulls.list")]
    [InlineData("list-issues", "gh.list_issues")]
    [InlineData("weather.get", "gh.weather.get")]
    [InlineData("get  all (now)", "gh.get_all_now")]
    [InlineData("2fa/enable", "gh._2fa.enable")]
    [InlineData("delete", "gh.delete")]
    [InlineData("a::b", "gh.a.b")]
    [InlineData("/leading/", "gh.leading")]
    [InlineData("größe", "gh.größe")]
    [InlineData("promise/then", "gh.promise.then_")]
    [InlineData("😀x", "gh.x")]
    [InlineData("...", "")]
    [InlineData("", "")]
    public void A_name_becomes_identifiers(string raw, string name) => CatalogueNames.Sanitize("gh", raw).Should().Be(name);

    [Fact]
    public void Whatever_the_name_what_comes_out_can_be_called_and_stays_as_it_is()
    {
        Random random = new(20260101);
        for (int round = 0; round < 20_000; round++)
        {
            char[] letters = new char[random.Next(1, 24)];
            for (int index = 0; index < letters.Length; index++)
            {
                letters[index] = random.Next(4) switch
                {
                    0 => (char)random.Next(char.MaxValue + 1),
                    1 => "./:-_\\ $0123"[random.Next(12)],
                    _ => (char)random.Next(32, 127),
                };
            }

            string raw = new(letters);
            string name = CatalogueNames.Sanitize(null, raw);
            if (name.Length > 0)
            {
                name.Should().MatchRegex(Name(), raw);
                CatalogueNames.IsName(name).Should().BeTrue(raw);
                CatalogueNames.Sanitize(null, name).Should().Be(name, raw);
                CatalogueNames.Sanitize("root", raw).Should().Be("root." + name, raw);
            }
        }
    }

    [Theory]
    [InlineData("then")]
    [InlineData("a.toJSON")]
    [InlineData("a..b")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("")]
    [InlineData(null)]
    public void What_no_call_would_reach_is_no_name(string? name) => CatalogueNames.IsName(name).Should().BeFalse();

    [GeneratedRegex(@"^[\p{L}_$][\p{L}0-9_$]*(\.[\p{L}_$][\p{L}0-9_$]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
