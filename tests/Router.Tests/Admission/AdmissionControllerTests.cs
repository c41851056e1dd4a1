using System.Threading.RateLimiting;
using Router.Adapters;
using Router.Admission;
using Router.Resilience;

namespace Router.Tests.Admission;

public sealed class AdmissionControllerTests
{
    private static readonly AdmissionScopes Acme = new() { Provider = "openai", Route = "chat", Tenant = "acme", Session = "s1", Agent = "a1" };

    [Fact]
    public async Task A_rate_is_refused_in_words_with_its_return()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { RequestsPerMinute = 2 }));
        await fixture.GrantedAsync();
        await fixture.GrantedAsync(new AdmissionScopes { Provider = "OpenAI" });
        AdmissionRefusal refusal = await fixture.RefusedAsync();
        refusal.Should().Be(new AdmissionRefusal(
            AdmissionRefusalKind.Rate, LimitScope.Provider, "requestsPerMinute", "requestsPerMinute of provider 'openai' (2) is used up.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        });
        AdmissionException exception = new(refusal);
        exception.Message.Should().Be("requestsPerMinute of provider 'openai' (2) is used up. It can be tried again in 30 s.");
        exception.IsHardStop.Should().BeFalse();
        ((IClassifiedFailure)exception).Failure.Should().Be(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(30) });
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0.5)]
    [InlineData(3333)]
    public async Task A_burst_holds_exactly_as_many_as_it_says(double rate)
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { RequestsPerMinute = rate }));
        int passed = 0;
        while ((await fixture.ReserveAsync()).Granted)
        {
            passed++;
        }

        passed.Should().Be(Math.Max(1, (int)rate));
    }

    [Fact]
    public async Task An_estimate_beyond_the_burst_passes_an_idle_counter_and_is_settled_to_the_truth()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { TokensPerMinute = 600, TokenBurst = 100 }));
        AdmissionLease lease = await fixture.GrantedAsync(estimate: AdmissionFixture.Used(5000));
        lease.Settle(AdmissionFixture.Used(700));
        (await fixture.RefusedAsync(estimate: AdmissionFixture.Used(1))).RetryAfter.Should().Be(TimeSpan.FromSeconds(60.1));
    }

    [Fact]
    public async Task Cancelling_gives_everything_back_once()
    {
        LimitsConfig limits = new() { RequestsPerMinute = 1, TokensPerMinute = 100, Concurrency = 1, RequestsPerDay = 1, NeuronsPerDay = 3.5, NeuronsPerMinute = 3.5 };
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(limits));
        AdmissionAmounts estimate = new() { Tokens = 100, Neurons = 3.5 };
        AdmissionLease first = await fixture.GrantedAsync(estimate: estimate);
        await fixture.RefusedAsync(estimate: estimate);
        first.Cancel();
        AdmissionLease second = await fixture.GrantedAsync(estimate: estimate);
        first.Cancel();
        first.Settle(default);
        await fixture.RefusedAsync(estimate: estimate);
        second.Settle(estimate with { Requests = 1 });
        (await fixture.RefusedAsync(estimate: estimate)).Kind.Should().Be(AdmissionRefusalKind.Cap, "the day's quota is reached");
        fixture.Memory.Reservations.Should().Be(0);
    }

    [Fact]
    public async Task Tenants_without_an_entry_have_the_starred_one_each_for_itself()
    {
        AdmissionRules rules = new()
        {
            Tenants = new Dictionary<string, TenantConfig>
            {
                ["*"] = new() { Limits = new LimitsConfig { RequestsPerMinute = 1 } },
                ["acme"] = new() { Limits = new LimitsConfig { RequestsPerMinute = 2 } },
            },
            Sessions = new SessionsConfig { Limits = new LimitsConfig { Concurrency = 1 } },
        };
        await using AdmissionFixture fixture = new(rules);
        await fixture.GrantedAsync(new AdmissionScopes { Tenant = "acme", Session = "1" });
        await fixture.GrantedAsync(new AdmissionScopes { Tenant = "acme", Session = "2" });
        await fixture.GrantedAsync(new AdmissionScopes { Tenant = "x", Session = "3" });
        await fixture.GrantedAsync(new AdmissionScopes { Tenant = "y", Session = "4" });
        (await fixture.RefusedAsync(new AdmissionScopes { Tenant = "x", Session = "5" })).Detail.Should().Contain("tenant 'x' (1)");
        (await fixture.RefusedAsync(new AdmissionScopes { Session = "3" })).Kind.Should().Be(AdmissionRefusalKind.Concurrency);
    }

    [Theory]
    [InlineData(LimitScope.All, null)]
    [InlineData(LimitScope.Provider, "OpenAI")]
    [InlineData(LimitScope.Route, "chat")]
    [InlineData(LimitScope.Tenant, "acme")]
    [InlineData(LimitScope.Session, "s1")]
    [InlineData(LimitScope.Agent, "a1")]
    public async Task A_kill_switch_stops_its_scope_until_it_is_taken_back(LimitScope scope, string? name)
    {
        await using AdmissionFixture fixture = new(new AdmissionRules());
        await fixture.Controller.StopAsync(scope, name, "it runs away", default);
        AdmissionRefusal refusal = await fixture.RefusedAsync(Acme);
        (refusal.Kind, refusal.Scope).Should().Be((AdmissionRefusalKind.Stopped, scope));
        refusal.Detail.Should().EndWith("is stopped: it runs away.");
        new AdmissionException(refusal).IsHardStop.Should().BeTrue();
        (await fixture.Controller.ReadStopsAsync(default)).Should().ContainSingle();
        if (scope != LimitScope.All)
        {
            await fixture.GrantedAsync(new AdmissionScopes { Provider = "other", Tenant = "other", Session = "other" });
        }

        await fixture.Controller.ResumeAsync(scope, name, default);
        await fixture.GrantedAsync(Acme);
    }

    [Fact]
    public async Task A_switch_needs_a_name_that_fits()
    {
        await using AdmissionFixture fixture = new(new AdmissionRules());
        await fixture.Awaiting(f => f.Controller.StopAsync(LimitScope.Tenant, null, "x", default).AsTask()).Should().ThrowAsync<ArgumentException>();
        await fixture.Awaiting(f => f.Controller.StopAsync(LimitScope.All, "x", "x", default).AsTask()).Should().ThrowAsync<ArgumentException>();
        await fixture.Awaiting(f => f.Controller.StopAsync(LimitScope.Target, "x", "x", default).AsTask()).Should().ThrowAsync<ArgumentException>();
        await fixture.Awaiting(f => f.ReserveAsync(new AdmissionScopes { Target = "x" })).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Names_with_slashes_never_reach_another_counter()
    {
        AdmissionRules rules = new()
        {
            Tenants = new Dictionary<string, TenantConfig> { ["*"] = new() { Limits = new LimitsConfig { RequestsPerMinute = 1, RequestsPerDay = 1 } } },
        };
        await using AdmissionFixture fixture = new(rules);
        string[] names = ["a", "a/requests", "a%2Frequests", "A", new string('x', 300), new string('x', 301)];
        foreach (string name in names)
        {
            await fixture.GrantedAsync(new AdmissionScopes { Tenant = name });
        }

        await fixture.RefusedAsync(new AdmissionScopes { Tenant = names[4] });
    }

    [Fact]
    public async Task A_reload_keeps_what_is_counted()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 }));
        AdmissionLease lease = await fixture.GrantedAsync();
        fixture.Controller.Follow(new AdmissionPolicy(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 2 })));
        await fixture.GrantedAsync();
        await fixture.RefusedAsync();
        lease.Cancel();
        await fixture.GrantedAsync();
    }

    [Fact]
    public async Task Another_store_begins_anew_and_the_old_one_goes_with_its_last_lease()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 }), clock => new FaultyStore(clock));
        FaultyStore old = (FaultyStore)fixture.Store;
        AdmissionLease lease = await fixture.GrantedAsync();
        fixture.Controller.Follow(
            new AdmissionPolicy(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 })), new MemoryAdmissionStore(fixture.Clock), new AdmissionStoreConfig());
        await fixture.GrantedAsync();
        old.Disposed.Should().BeFalse();
        lease.Cancel();
        await old.WhenSettledAsync(1);
        await fixture.DisposeAsync();
        old.Disposed.Should().BeTrue();
        old.Inner.Reservations.Should().Be(0);
    }

    [Fact]
    public async Task A_long_call_keeps_its_place_and_a_forgotten_lease_expires()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 2 }));
        AdmissionLease kept = await fixture.GrantedAsync();
        await ForgetAsync(fixture);
        for (int index = 0; index < 30; index++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await fixture.GrantedAsync();
        await fixture.RefusedAsync();
        kept.Cancel();
        await fixture.GrantedAsync();
    }

    [Fact]
    public async Task A_limiter_that_throws_when_asked_for_its_return_keeps_nothing()
    {
        AdmissionLimiters limiters = new();
        using BrokenLimiter broken = new();
        limiters.Providers["openai"] = broken;
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 }), limiters: limiters);
        AdmissionRefusal refusal = await fixture.RefusedAsync();
        (refusal.Limit, refusal.RetryAfter).Should().Be(("limiter", null));
        fixture.Memory.Reservations.Should().Be(0);
    }

    [Fact]
    public async Task The_applications_own_limiters_are_asked_and_get_back_what_they_gave()
    {
        AdmissionLimiters limiters = new();
        using ConcurrencyLimiter one = new(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        using TokenBucketRateLimiter bucket = new(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromHours(1),
            AutoReplenishment = false,
        });
        limiters.Providers["openai"] = one;
        limiters.All = PartitionedRateLimiter.Create<AdmissionScopes, string>(
            scopes => scopes.Tenant is null ? RateLimitPartition.GetNoLimiter("") : RateLimitPartition.Get(scopes.Tenant, _ => bucket));
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 5, RequestsPerMinute = 100 }), limiters: limiters);
        AdmissionLease lease = await fixture.GrantedAsync(new AdmissionScopes { Provider = "OPENAI" });
        AdmissionRefusal refusal = await fixture.RefusedAsync();
        (refusal.Kind, refusal.Limit, refusal.Scope).Should().Be((AdmissionRefusalKind.Rate, "limiter", LimitScope.Provider));
        fixture.Memory.Reservations.Should().Be(1, "what the store gave went back");
        lease.Cancel();
        AdmissionLease second = await fixture.GrantedAsync(new AdmissionScopes { Provider = "openai", Tenant = "t" });
        second.Cancel();
        AdmissionRefusal timed = await fixture.RefusedAsync(new AdmissionScopes { Provider = "openai", Tenant = "t" });
        timed.RetryAfter.Should().BePositive("the bucket says when");
        (await fixture.GrantedAsync()).Cancel();
    }

    [Fact]
    public async Task What_a_provider_tells_of_its_limits_tightens_and_is_returned_where_the_store_refuses()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 }));
        AdmissionScopes scopes = new() { Provider = "openai", Model = "gpt" };
        fixture.Controller.LearnedFor("openai").Observe(new ModelReference("gpt"), new RateLimitObservation { RequestLimit = 60, RequestsRemaining = 2, RequestsReset = TimeSpan.FromSeconds(58) });
        AdmissionLease lease = await fixture.GrantedAsync(scopes);
        (await fixture.RefusedAsync(scopes)).Limit.Should().Be("concurrency");
        lease.Settle(new AdmissionAmounts { Requests = 1 });
        (await fixture.GrantedAsync(scopes)).Settle(new AdmissionAmounts { Requests = 1 });
        AdmissionRefusal refusal = await fixture.RefusedAsync(scopes);
        (refusal.Limit, refusal.RetryAfter).Should().Be(("learned", TimeSpan.FromSeconds(1)));
        await fixture.GrantedAsync(scopes with { Model = "other" });
    }

    [Fact]
    public async Task A_cancelled_caller_takes_nothing()
    {
        await using AdmissionFixture fixture = new(AdmissionFixture.Provider(new LimitsConfig { Concurrency = 1 }));
        await fixture.Awaiting(f => f.Controller.ReserveAsync(Acme, default, new CancellationToken(true)).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await fixture.GrantedAsync();
    }

    private static async Task ForgetAsync(AdmissionFixture fixture) => await fixture.GrantedAsync();

    private sealed class BrokenLimiter : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new BrokenLease();

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            new(new BrokenLease());
    }

    private sealed class BrokenLease : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata) => throw new InvalidOperationException();
    }
}
