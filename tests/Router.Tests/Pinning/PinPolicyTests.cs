using Router.Adapters;
using Router.Pinning;

namespace Router.Tests.Pinning;

public sealed class PinPolicyTests
{
    private static readonly string Digest = new('a', 64);

    [Theory]
    [InlineData("latest")]
    [InlineData("gpt-4o-latest")]
    [InlineData("llama3:LATEST")]
    public void A_floating_version_is_refused_in_strict_and_a_warning_in_warn(string version)
    {
        Check(PinningMode.Strict, PinRules.Snapshot, "gpt-4o", version)!.Should().Match<PinFault>(fault => fault.IsError
            && fault.Message == $"'{version}' is a floating name, which another version may stand behind tomorrow: write \"version\": \"<snapshot>\", such as gpt-4o-mini-2024-07-18.");
        Check(PinningMode.Warn, PinRules.Snapshot, "gpt-4o", version)!.IsError.Should().BeFalse();
        Check(PinningMode.Off, PinRules.Snapshot, "gpt-4o", version).Should().BeNull();
    }

    [Fact]
    public void Strict_asks_for_a_version_in_the_configuration_or_the_lock_and_says_how()
    {
        Check(PinningMode.Strict, PinRules.Snapshot, "gpt-4o-mini", null)!.Message.Should().Be(
            "'gpt-4o-mini' is not pinned: write \"version\": \"<snapshot>\", such as gpt-4o-mini-2024-07-18, or run 'router pin', which writes what "
            + "it stands for now to the lock file.");
        Check(PinningMode.Strict, PinRules.Snapshot, "gpt-4o-mini", "gpt-4o-mini-2024-07-18").Should().BeNull();
        Check(PinningMode.Strict, PinRules.Snapshot, "gpt-4o-mini", null, PinKind.Snapshot).Should().BeNull();
        Check(PinningMode.Strict, PinRules.Snapshot, "gpt-4o-mini", null, PinKind.Digest)!.IsError.Should().BeTrue("a lock of another kind pins nothing");
        Check(PinningMode.Warn, PinRules.Snapshot, "gpt-4o-mini", null).Should().BeNull();
    }

    [Fact]
    public void A_floating_name_is_no_better_for_standing_in_the_lock_or_in_the_models_place()
    {
        PinLockEntry moving = PinLocks.Entry("p", "t", "chatgpt-4o-latest", PinKind.Snapshot, "chatgpt-4o-latest");
        PinLockEntry exact = moving with { Version = "gpt-4o-2024-08-06" };

        PinPolicy.Check(PinningMode.Strict, PinRules.Snapshot, "chatgpt-4o-latest", null, moving)!
            .Should().Match<PinFault>(fault => fault.IsError && fault.Message.Contains("'chatgpt-4o-latest' is a floating name", StringComparison.Ordinal));
        PinPolicy.Check(PinningMode.Warn, PinRules.Snapshot, "chatgpt-4o-latest", null, moving)!.IsError.Should().BeFalse();
        Check(PinningMode.Warn, PinRules.Snapshot, "chatgpt-4o-latest", null)!.IsError.Should().BeFalse();
        Check(PinningMode.Strict, PinRules.Snapshot, "chatgpt-4o-latest", null)!.Message.Should().Contain("is not pinned");
        PinPolicy.Check(PinningMode.Strict, PinRules.Snapshot, "chatgpt-4o-latest", null, exact).Should().BeNull();
        Check(PinningMode.Off, PinRules.Snapshot, "chatgpt-4o-latest", null).Should().BeNull();
    }

    [Fact]
    public void An_unpinned_model_of_Replicate_is_told_that_official_ones_cannot_be_pinned() =>
        Check(PinningMode.Strict, PinRules.Digest, "meta/llama", null)!.Message.Should()
            .Contain("Official models of Replicate cannot be pinned").And.Contain("community model's version").And.Contain("\"pinning\": \"off\"")
            .And.Contain("router pin");

    [Fact]
    public void A_deployment_is_told_that_its_version_is_set_elsewhere() =>
        Check(PinningMode.Strict, PinRules.Digest, "deployments/a/b", null)!.Message.Should().Contain("deployment").And.Contain("\"pinning\": \"off\"");

    [Theory]
    [InlineData("a/b", "latest")]
    [InlineData("a/b", "1.0")]
    [InlineData("a/b:latest", null)]
    public void A_version_of_Replicate_that_is_not_64_hex_digits_is_refused_in_every_mode(string model, string? version)
    {
        foreach (PinningMode mode in Enum.GetValues<PinningMode>())
        {
            Check(mode, PinRules.Digest, model, version)!.Should().Match<PinFault>(fault => fault.IsError
                && fault.Message.Contains("64 hex digits", StringComparison.Ordinal)
                && fault.Message.Contains("https://replicate.com/a/b/versions", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_digest_within_the_name_is_a_pin() => Check(PinningMode.Strict, PinRules.Digest, $"a/b:{Digest}", null).Should().BeNull();

    [Fact]
    public void Where_nothing_tells_the_version_strict_refuses_and_names_the_way_out()
    {
        Check(PinningMode.Strict, null, "m", "v")!.Message.Should().Contain("cannot be pinned").And.Contain("\"pinning\": \"off\"");
        Check(PinningMode.Warn, null, "m", "v").Should().BeNull();
    }

    [Fact]
    public void A_model_of_Workers_AI_needs_the_digest_of_its_schema_in_the_lock()
    {
        Check(PinningMode.Strict, PinRules.Echo, "@cf/meta/llama", null)!.Message.Should().Contain("router pin").And.Contain("schema");
        Check(PinningMode.Strict, PinRules.Echo, "@cf/meta/llama", null, PinKind.Schema).Should().BeNull();
    }

    [Fact]
    public void The_version_of_the_configuration_wins_over_the_lock_and_a_schema_is_none()
    {
        PinPolicy.EffectiveVersion(PinningMode.Warn, PinRules.Snapshot, "mine", Entry(PinKind.Snapshot)).Should().Be("mine");
        PinPolicy.EffectiveVersion(PinningMode.Warn, PinRules.Snapshot, null, Entry(PinKind.Snapshot)).Should().Be("locked");
        PinPolicy.EffectiveVersion(PinningMode.Off, PinRules.Snapshot, null, Entry(PinKind.Snapshot)).Should().BeNull();
        PinPolicy.EffectiveVersion(PinningMode.Strict, PinRules.Echo, null, Entry(PinKind.Schema)).Should().BeNull();
        PinPolicy.EffectiveVersion(PinningMode.Strict, PinRules.Digest, null, Entry(PinKind.Snapshot)).Should().BeNull();
        PinPolicy.EffectiveVersion(PinningMode.Strict, null, null, Entry(PinKind.Snapshot)).Should().BeNull();
    }

    private static PinFault? Check(PinningMode mode, IPinRule? rule, string model, string? version, PinKind? locked = null) =>
        PinPolicy.Check(mode, rule, model, version, locked is { } kind ? Entry(kind) : null);

    private static PinLockEntry Entry(PinKind kind) => PinLocks.Entry("p", "t", "m", kind, "locked");
}
