using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Pinning;
using Router.TestKit;

namespace Router.Tests;

public sealed class PinServiceTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-pin-service-");
    private readonly ManualTimeProvider _clock = new(Start);
    private readonly Dictionary<string, Func<PinResolution>> _answers = new()
    {
        ["gpt"] = () => Snapshot("gpt-1"),
        ["gpt-1"] = () => Snapshot("gpt-1"),
    };

    private string LockPath => Path.Combine(_folder.FullName, "providers.lock.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pinning_writes_what_each_target_stands_for_once()
    {
        using PinService service = Service(Target("gpt"), Target("gpt"), Target("gpt", "gpt-1"));

        IReadOnlyList<PinDrift> drifts = await service.PinAsync();

        drifts.Select(drift => (drift.Source, drift.Status)).Should().Equal(("gpt", PinStatus.Missing), ("gpt-1", PinStatus.Missing));
        PinLockFile.Read(LockPath).Entries.Select(entry => (entry.Provider, entry.Type, entry.Model, entry.Source, entry.Version, entry.ResolvedAt))
            .Should().Equal(("p", "fake", "gpt", "gpt", "gpt-1", Start), ("p", "fake", "gpt", "gpt-1", "gpt-1", Start));
    }

    [Fact]
    public async Task Pinning_again_changes_neither_times_nor_the_file_where_nothing_moved()
    {
        using PinService service = Service(Target("gpt"));
        await service.PinAsync();
        DateTime written = File.GetLastWriteTimeUtc(LockPath);
        File.SetLastWriteTimeUtc(LockPath, written.AddYears(-1));
        _clock.Advance(TimeSpan.FromDays(1));

        IReadOnlyList<PinDrift> drifts = await service.PinAsync();

        drifts.Should().ContainSingle().Which.Status.Should().Be(PinStatus.Unchanged);
        File.GetLastWriteTimeUtc(LockPath).Should().Be(written.AddYears(-1));
        PinLockFile.Read(LockPath).Entries[0].ResolvedAt.Should().Be(Start);
    }

    [Fact]
    public async Task A_floating_name_is_never_locked_as_a_version()
    {
        _answers["gpt-latest"] = () => Snapshot("gpt-latest");
        using PinService service = Service(Target("gpt-latest"));

        PinDrift drift = (await service.PinAsync()).Should().ContainSingle().Which;

        (drift.Status, drift.Detail).Should().Be((PinStatus.Unpinnable, "'gpt-latest' is a floating name and no version: write \"version\" yourself."));
        PinLockFile.Read(LockPath).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_version_that_would_write_to_the_terminal_is_a_failure_and_never_shown()
    {
        _answers["gpt"] = () => Snapshot("gpt-\u001b[2J");
        using PinService service = Service(Target("gpt"));

        PinDrift drift = (await service.PinAsync()).Should().ContainSingle().Which;

        (drift.Status, drift.Detail, drift.Resolved).Should().Be((PinStatus.Failed, "the provider named a version that no model has.", null));
        PinLockFile.Read(LockPath).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Only_what_moved_gets_a_new_time()
    {
        _answers["other"] = () => Snapshot("other-1");
        using PinService service = Service(Target("gpt"), Target("other"));
        await service.PinAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        _answers["gpt"] = () => Snapshot("gpt-2");

        IReadOnlyList<PinDrift> drifts = await service.PinAsync();

        drifts.Select(drift => drift.Status).Should().Equal(PinStatus.Drifted, PinStatus.Unchanged);
        drifts[0].Detail.Should().Be("'gpt' stands for 'gpt-2' now, and stood for 'gpt-1'.");
        PinLockFile.Read(LockPath).Entries.Select(entry => (entry.Version, entry.ResolvedAt))
            .Should().Equal(("gpt-2", Start.AddDays(1)), ("other-1", Start));
    }

    [Fact]
    public async Task Checking_tells_of_drift_and_writes_nothing()
    {
        using PinService service = Service(Target("gpt"));
        (await service.CheckAsync()).Single().Status.Should().Be(PinStatus.Missing);
        File.Exists(LockPath).Should().BeFalse();
        await service.PinAsync();
        byte[] before = File.ReadAllBytes(LockPath);
        _answers["gpt"] = () => Snapshot("gpt-2");

        PinDrift drift = (await service.CheckAsync()).Single();

        drift.Should().Match<PinDrift>(d => d.Status == PinStatus.Drifted && d.IsDrift && d.Locked!.Version == "gpt-1" && d.Resolved!.Version == "gpt-2");
        File.ReadAllBytes(LockPath).Should().Equal(before);
    }

    [Fact]
    public async Task An_entry_that_no_target_asks_for_is_stale_and_goes()
    {
        using (PinService first = Service(Target("gpt")))
        {
            await first.PinAsync();
        }

        _answers["new"] = () => Snapshot("new-1");
        using PinService second = Service(Target("new"));

        (await second.CheckAsync()).Select(drift => drift.Status).Should().Equal(PinStatus.Stale, PinStatus.Missing);
        await second.PinAsync();
        PinLockFile.Read(LockPath).Entries.Should().ContainSingle().Which.Model.Should().Be("new");
    }

    [Fact]
    public async Task A_provider_that_fails_keeps_what_was_locked_and_the_others_are_asked()
    {
        _answers["other"] = () => Snapshot("other-1");
        using PinService service = Service(Target("gpt"), Target("other"));
        await service.PinAsync();
        _answers["gpt"] = () => throw new ProviderException("the provider is down (503).") { StatusCode = 503 };
        _answers["other"] = () => throw new FormatException("sk-secret");

        IReadOnlyList<PinDrift> drifts = await service.PinAsync();

        drifts.Select(drift => (drift.Status, drift.IsDrift, drift.Detail)).Should().Equal(
            (PinStatus.Failed, false, "the provider is down (503)."), (PinStatus.Failed, false, "the provider failed with FormatException."));
        PinLockFile.Read(LockPath).Entries.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_unresolvable_and_one_that_has_no_version_is_unpinnable()
    {
        _answers["gpt"] = () => throw new ProviderException("gone (404).") { StatusCode = 404 };
        _answers["official"] = () => PinResolution.Unpinnable(PinKind.Digest, "official.");
        using PinService service = Service(Target("gpt"), Target("official"), Target("mine", provider: "mine"));

        IReadOnlyList<PinDrift> drifts = await service.PinAsync();

        drifts.Select(drift => (drift.Model, drift.Status, drift.Detail)).Should().Equal(
            ("mine", PinStatus.Unpinnable, "its provider tells of no versions."),
            ("gpt", PinStatus.Unresolvable, "gone (404)."),
            ("official", PinStatus.Unpinnable, "official."));
        PinLockFile.Read(LockPath).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_pinned_and_cannot_be_any_more_is_drift_and_stays_locked()
    {
        using PinService service = Service(Target("gpt"));
        await service.PinAsync();
        _answers["gpt"] = () => PinResolution.Unpinnable(PinKind.Snapshot, "no more.");

        (await service.CheckAsync()).Single().Should().Match<PinDrift>(d => d.Status == PinStatus.Unpinnable && d.IsDrift);
        await service.PinAsync();
        PinLockFile.Read(LockPath).Entries.Should().ContainSingle().Which.Version.Should().Be("gpt-1");
    }

    [Fact]
    public async Task An_announced_end_is_told_when_it_is_new_and_again_when_it_has_come()
    {
        DateOnly end = new(2026, 5, 30);
        _answers["gpt"] = () => Snapshot("gpt-1") with { Deprecation = end };
        using PinService service = Service(Target("gpt"));
        await service.PinAsync();
        (await service.CheckAsync()).Single().Should().Match<PinDrift>(d => d.Status == PinStatus.Unchanged && d.Detail == "it is to go on 2026-05-30.");

        end = new DateOnly(2026, 4, 30);
        (await service.CheckAsync()).Single().Status.Should().Be(PinStatus.Deprecated);
        await service.PinAsync();
        (await service.CheckAsync()).Single().Status.Should().Be(PinStatus.Unchanged);

        _clock.Advance(TimeSpan.FromDays(60));
        (await service.CheckAsync()).Single().Should().Match<PinDrift>(d => d.Status == PinStatus.Deprecated && d.Detail == "it was to go on 2026-04-30.");
    }

    [Fact]
    public async Task A_changed_schema_is_drift()
    {
        _answers["gpt"] = () => new PinResolution { Kind = PinKind.Schema, Version = "gpt", SchemaDigest = "sha256:" + new string('a', 64) };
        using PinService service = Service(Target("gpt"));
        await service.PinAsync();
        _answers["gpt"] = () => new PinResolution { Kind = PinKind.Schema, Version = "gpt", SchemaDigest = "sha256:" + new string('b', 64) };

        (await service.CheckAsync()).Single().Should().Match<PinDrift>(d => d.Status == PinStatus.Drifted && d.Detail == "its schema has changed.");
    }

    [Fact]
    public async Task A_target_that_is_off_is_left_out()
    {
        using PinService service = Service(Target("gpt"), Target("whatever") with { Pinning = PinningMode.Off });

        (await service.PinAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_given_up_and_a_caller_who_does_is_heard()
    {
        FakeType type = new(_answers) { Hangs = true };
        using PinService service = Service(type, Target("gpt"));
        Task<IReadOnlyList<PinDrift>> check = service.CheckAsync();
        _clock.Advance(PinService.ResolveTimeout);

        (await check).Single().Should().Match<PinDrift>(d => d.Status == PinStatus.Failed && d.Detail == "the provider did not answer in time.");

        using CancellationTokenSource caller = new();
        Task<IReadOnlyList<PinDrift>> pin = service.PinAsync(caller.Token);
        await caller.CancelAsync();

        Func<Task> wait = () => pin;
        await wait.Should().ThrowAsync<OperationCanceledException>();
        File.Exists(LockPath).Should().BeFalse();
    }

    [Fact]
    public async Task A_broken_lock_is_an_error_and_is_not_overwritten()
    {
        File.WriteAllText(LockPath, "<<<<<<< ours");
        using PinService service = Service(Target("gpt"));

        Func<Task> pin = () => service.PinAsync();

        (await pin.Should().ThrowAsync<PinLockException>()).Which.File.Should().Be(LockPath);
        File.ReadAllText(LockPath).Should().Be("<<<<<<< ours");
    }

    private static PinResolution Snapshot(string version) => new() { Kind = PinKind.Snapshot, Version = version };

    private static TargetConfig Target(string model, string? version = null, string provider = "p") =>
        new() { Provider = provider, Model = model, Version = version };

    private PinService Service(params TargetConfig[] targets) => Service(new FakeType(_answers), targets);

    // Strict and unpinned: such a configuration must be readable by what pins it.
    private PinService Service(FakeType type, params TargetConfig[] targets)
    {
        ModelRouterOptions options = new() { TimeProvider = _clock };
        options.ProviderTypes.Add(type);
        options.ChatClients["mine"] = new ScriptedChatClient();
        int index = 0;
        return PinService.FromConfig(
            new RouterConfig
            {
                Providers = new Dictionary<string, ProviderConfig> { ["p"] = new() { Type = "fake" } },
                Routes = new Dictionary<string, RouteConfig> { ["r"] = new() { Targets = [.. targets.Select(target => target with { Name = $"t{index++}" })] } },
                Pinning = new PinningConfig { Mode = PinningMode.Strict },
            },
            options,
            LockPath);
    }

    private sealed class FakeType(Dictionary<string, Func<PinResolution>> answers) : IProviderType, IProvider, IPinResolver
    {
        public string Name => "fake";

        public IReadOnlyList<ProviderSetting> Settings => [];

        public IPinRule PinRule => PinRules.Snapshot;

        public FailureClassifier Classifier => FailureClassifier.Default;

        public IPinResolver PinResolver => this;

        internal bool Hangs { get; init; }

        public IProvider Create(ProviderContext context) => this;

        public IChatClient CreateChatClient(ModelReference model) => new ScriptedChatClient();

        public async ValueTask<PinResolution> ResolveAsync(ModelReference model, CancellationToken cancellationToken = default)
        {
            if (Hangs)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return answers[model.Version ?? model.Model]();
        }
    }
}
