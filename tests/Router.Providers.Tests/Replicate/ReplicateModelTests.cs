using Router.Adapters;
using Router.Providers.Replicate;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateModelTests
{
    private static readonly string Version = new('a', 64);

    [Theory]
    [InlineData("meta/llama", null, "models/meta/llama/predictions", null)]
    [InlineData("me_ta.1/llama-3.1", null, "models/me_ta.1/llama-3.1/predictions", null)]
    [InlineData("acme/sdxl:{v}", null, "predictions", "{v}")]
    [InlineData("acme/sdxl", "{v}", "predictions", "{v}")]
    [InlineData("acme/sdxl:{v}", "{v}", "predictions", "{v}")]
    [InlineData("acme/sdxl", "{V}", "predictions", "{v}")]
    [InlineData("deployments/acme/mine", null, "deployments/acme/mine/predictions", null)]
    public void A_model_says_where_it_is_called_and_in_which_version(string model, string? version, string path, string? expected)
    {
        ReplicateModel parsed = ReplicateModel.Parse(new ModelReference(Fill(model), version is null ? null : Fill(version)));

        parsed.CreatePath.Should().Be(path);
        parsed.Version.Should().Be(expected is null ? null : Fill(expected));
    }

    [Theory]
    [InlineData("llama", null, "owner/name")]
    [InlineData("", null, "owner/name")]
    [InlineData("/llama", null, "owner/name")]
    [InlineData("meta/", null, "owner/name")]
    [InlineData("meta/llama/3", null, "owner/name")]
    [InlineData("meta/..", null, "owner/name")]
    [InlineData("../llama", null, "owner/name")]
    [InlineData("meta/lla ma", null, "owner/name")]
    [InlineData("meta/llama?x=1", null, "owner/name")]
    [InlineData("{v}", null, "owner/name")]
    [InlineData("deployments/acme", null, "owner/name")]
    [InlineData("meta/llama:latest", null, "/versions")]
    [InlineData("meta/llama", "latest", "/versions")]
    [InlineData("meta/llama:abc", null, "64 hex digits")]
    [InlineData("meta/llama:", null, "64 hex digits")]
    [InlineData("meta/llama:{v}", "latest", "/versions")]
    [InlineData("meta/llama:{v}", "{b}", "keep one")]
    [InlineData("deployments/acme/mine", "{v}", "leave the version out")]
    [InlineData("deployments/acme/mine:{v}", null, "leave the version out")]
    public void What_is_no_model_is_refused_with_what_would_be_right(string model, string? version, string hint)
    {
        bool parsed = ReplicateModel.TryParse(
            new ModelReference(Fill(model), version is null ? null : Fill(version)), out _, out string? error);

        parsed.Should().BeFalse();
        error.Should().Contain(hint);
    }

    private static string Fill(string text) =>
        text.Replace("{v}", Version, StringComparison.Ordinal)
            .Replace("{V}", new string('A', 64), StringComparison.Ordinal)
            .Replace("{b}", new string('b', 64), StringComparison.Ordinal);
}
