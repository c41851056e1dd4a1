using System.Text.RegularExpressions;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Tests.Corpora;
using Router.Tokenizers;
using Xunit.Abstractions;

namespace Router.CodeMode.Tests.Declarations;

public class GitHubDeclarationTests(ITestOutputHelper output)
{
    [Fact]
    public void All_of_GitHub_costs_at_most_a_quarter_of_its_schemas()
    {
        O200kTokenizer tokenizer = new();
        int raw = GitHubFunctions.All.Sum(function => tokenizer.Count(RawSchemas.Of(function)));

        foreach (DeclarationDetail detail in Enum.GetValues<DeclarationDetail>())
        {
            DeclarationText text = new DeclarationWriter().Write(GitHubFunctions.All, new DeclarationOptions { TokenBudget = int.MaxValue, Detail = detail });
            output.WriteLine($"{detail}: {text.Tokens} of {raw}, {100.0 * text.Tokens / raw:0.0} %, {text.Unshown.Count} types not shown");
            if (detail <= DeclarationDetail.Brief)
            {
                (text.Tokens * 4).Should().BeLessThanOrEqualTo(raw);
            }

            text.Omitted.Should().BeEmpty();
        }
    }

    [Fact]
    public void What_was_read_before_does_not_change_the_text()
    {
        DeclarationWriter used = new();
        foreach (CatalogueFunction function in GitHubFunctions.All.Reverse())
        {
            used.Write([function]);
        }

        DeclarationOptions options = new() { TokenBudget = int.MaxValue, Detail = DeclarationDetail.Standard };
        used.Write(GitHubFunctions.All, options).Text.Should().Be(new DeclarationWriter().Write(GitHubFunctions.All, options).Text);
    }

    [Fact]
    public void Every_parameter_that_a_call_must_have_is_in_every_detail()
    {
        foreach (DeclarationDetail detail in Enum.GetValues<DeclarationDetail>())
        {
            DeclarationWriter writer = new();
            foreach (CatalogueFunction function in GitHubFunctions.All)
            {
                string text = writer.Write([function], new DeclarationOptions { TokenBudget = int.MaxValue, Detail = detail }).Text;
                foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => parameter.Required))
                {
                    text.Should().MatchRegex($"[ \"]{Regex.Escape(parameter.Name)}\"?:", "{0} must have it", function.Name);
                }
            }
        }
    }
}
