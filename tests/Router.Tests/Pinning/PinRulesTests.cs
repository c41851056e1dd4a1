using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Tests.Pinning;

public sealed class PinRulesTests
{
    private static readonly string Digest = new('a', 64);
    private static readonly string Other = new('b', 64);

    [Theory]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18", VersionVerdict.Matches)]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-19", VersionVerdict.Differs)]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4o-mini", VersionVerdict.Differs)]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "GPT-4o-mini-2024-07-18", VersionVerdict.Differs)]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", null, VersionVerdict.Unnamed)]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "", VersionVerdict.Unnamed)]
    [InlineData("gpt-4o-mini", null, "gpt-4o-mini", VersionVerdict.Matches)]
    [InlineData("gpt-4o-mini", null, "gpt-4o-mini-2024-07-18", VersionVerdict.Matches)]
    [InlineData("gpt-5.6", null, "gpt-5.6-sol", VersionVerdict.Matches)]
    [InlineData("gpt-4o", null, "gpt-4o5", VersionVerdict.Differs)]
    [InlineData("gpt-4o-mini", null, "gpt-4o-2024-08-06", VersionVerdict.Differs)]
    [InlineData("gpt-4o-mini", null, null, VersionVerdict.Unprovable)]
    public void A_snapshot_is_compared_as_text_and_an_alias_by_its_prefix(string model, string? version, string? served, VersionVerdict verdict) =>
        PinRules.Snapshot.Verify(new ModelReference(model, version), new AnswerOrigin(served, null)).Verdict.Should().Be(verdict);

    [Fact]
    public void Images_of_a_snapshot_name_no_model_and_so_prove_nothing() =>
        PinRules.Snapshot.Verify(new ModelReference("gpt-image-1", "gpt-image-1"), new AnswerOrigin(null, null) { IsImage = true })
            .Verdict.Should().Be(VersionVerdict.Unprovable);

    [Theory]
    [InlineData("a/b", "a", "a", VersionVerdict.Matches)]
    [InlineData("a/b", "a", "A", VersionVerdict.Matches)]
    [InlineData("a/b", "a", "b", VersionVerdict.Differs)]
    [InlineData("a/b", "a", null, VersionVerdict.Unnamed)]
    [InlineData("a/b", null, "b", VersionVerdict.Matches)]
    [InlineData("a/b", null, null, VersionVerdict.Unprovable)]
    [InlineData("a/b:a", null, "a", VersionVerdict.Matches)]
    [InlineData("a/b:a", null, "b", VersionVerdict.Differs)]
    public void A_digest_is_compared_with_the_version_that_ran(string model, string? version, string? served, VersionVerdict verdict)
    {
        AdditionalPropertiesDictionary properties = [];
        if (served is not null)
        {
            properties[PinRules.DigestProperty] = new string(served[0], 64);
        }

        ModelReference asked = new(
            model.Replace(":a", ":" + Digest, StringComparison.Ordinal), version is null ? null : version == "a" ? Digest : Other);

        PinRules.Digest.Verify(asked, new AnswerOrigin("whatever", properties)).Verdict.Should().Be(verdict);
    }

    [Fact]
    public void An_official_model_that_hides_its_version_is_another_one_than_the_pinned() =>
        PinRules.Digest.Verify(new ModelReference("a/b", Digest), new AnswerOrigin(null, new() { ["version"] = "hidden" }))
            .Should().Be(new VersionCheck(VersionVerdict.Differs, "hidden"));

    [Theory]
    [InlineData("@cf/meta/llama", VersionVerdict.Unprovable)]
    [InlineData(null, VersionVerdict.Unprovable)]
    [InlineData("@cf/meta/other", VersionVerdict.Differs)]
    public void An_echo_proves_nothing_unless_it_names_another_model(string? served, VersionVerdict verdict) =>
        PinRules.Echo.Verify(new ModelReference("@cf/meta/llama"), new AnswerOrigin(served, null)).Verdict.Should().Be(verdict);
}
