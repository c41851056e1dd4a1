using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Resilience;

public sealed class TargetHealthTests
{
    private static readonly HealthConfig Config = new() { MinimumThroughput = 2, FailureRatio = 0.1 };

    private readonly ManualTimeProvider _clock = new();
    private readonly HealthTracker _provider;
    private readonly TargetHealth _first;
    private readonly TargetHealth _second;

    public TargetHealthTests()
    {
        MonotonicClock clock = new(_clock);
        _provider = new HealthTracker(Config, clock);
        _first = new TargetHealth(_provider, new HealthTracker(Config, clock));
        _second = new TargetHealth(_provider, new HealthTracker(Config, clock));
    }

    [Fact]
    public void A_failure_of_the_provider_shuts_every_target_and_one_probe_opens_all()
    {
        Fail(_first, new Failure(FailureClass.Credential) { Scope = FailureScope.Provider }).Should().BeTrue();
        _second.TryEnter(out _).Should().BeFalse();
        _second.Peek().Should().Be((HealthState.Cooling, Config.LongCooldown, FailureClass.Credential));
        _clock.Advance(Config.LongCooldown);

        _second.TryEnter(out HealthPermit probe).Should().BeTrue();
        _first.TryEnter(out _).Should().BeFalse("the probe of one is the probe of all");
        _second.Succeed(probe);
        _first.Peek().State.Should().Be(HealthState.Ready);
    }

    [Fact]
    public void A_failure_of_a_target_leaves_the_others_alone()
    {
        Fail(_first, new Failure(FailureClass.ModelGone));
        _first.TryEnter(out _).Should().BeFalse();
        _second.TryEnter(out HealthPermit permit).Should().BeTrue();
        permit.Should().Be(default(HealthPermit));
    }

    [Fact]
    public void A_target_that_is_shut_does_not_hold_its_providers_probe()
    {
        Fail(_first, new Failure(FailureClass.ModelGone));
        Fail(_second, new Failure(FailureClass.QuotaExhausted) { Scope = FailureScope.Provider, RetryAfter = TimeSpan.FromSeconds(2) });
        _clock.Advance(TimeSpan.FromSeconds(2));

        _first.TryEnter(out _).Should().BeFalse("its own block lasts longer");
        _second.TryEnter(out HealthPermit probe).Should().BeTrue("the provider's probe was given back");
        probe.Provider.Should().NotBe(0);
    }

    [Fact]
    public void A_probe_of_both_levels_settles_both()
    {
        Fail(_first, new Failure(FailureClass.ModelGone));
        Fail(_second, new Failure(FailureClass.Credential) { Scope = FailureScope.Provider });
        _clock.Advance(Config.LongCooldown);

        _first.TryEnter(out HealthPermit permit).Should().BeTrue();
        permit.Provider.Should().NotBe(0);
        permit.Target.Should().NotBe(0);
        _first.Release(permit);
        _first.TryEnter(out permit).Should().BeTrue("what is returned may be taken again");
        _first.Fail(permit, new Failure(FailureClass.Credential) { Scope = FailureScope.Provider }, countable: false);
        _clock.Advance(Config.LongCooldown);
        _first.TryEnter(out permit).Should().BeTrue("neither level kept its probe");
        _first.Fail(permit, new Failure(FailureClass.ModelGone), countable: false);
        _clock.Advance(Config.LongCooldown);
        _first.TryEnter(out permit).Should().BeTrue("neither level kept its probe");
        _first.Succeed(permit);
        _first.Peek().State.Should().Be(HealthState.Ready);
        _second.Peek().State.Should().Be(HealthState.Ready);
    }

    [Theory]
    [InlineData(FailureClass.CallerFault)]
    [InlineData(FailureClass.ContextTooLong)]
    [InlineData(FailureClass.ContentPolicy)]
    public void A_probe_that_the_provider_refused_for_the_request_closes(FailureClass failureClass)
    {
        Fail(_first, new Failure(FailureClass.ModelGone));
        _clock.Advance(Config.LongCooldown);
        _first.TryEnter(out HealthPermit probe);
        _first.Fail(probe, new Failure(failureClass), countable: false).Should().BeFalse();
        _first.Peek().State.Should().Be(HealthState.Ready, "it read the request");
    }

    [Fact]
    public void The_longer_of_two_blocks_is_told()
    {
        Fail(_first, new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(900) });
        Fail(_second, new Failure(FailureClass.Credential) { Scope = FailureScope.Provider });
        _first.Peek().Should().Be((HealthState.Cooling, TimeSpan.FromSeconds(900), FailureClass.RateLimited));
        _second.Peek().Should().Be((HealthState.Cooling, Config.LongCooldown, FailureClass.Credential));
    }

    private static bool Fail(TargetHealth health, Failure failure)
    {
        health.TryEnter(out HealthPermit permit).Should().BeTrue();
        return health.Fail(permit, failure, countable: true);
    }
}
