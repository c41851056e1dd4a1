using System.Text.Json.Nodes;
using Router.Emulators;
using Router.Emulators.Faults;
using Router.Host.Commands;
using Router.Pinning;

namespace Router.Host.Tests.Commands;

/// <summary>The command in this process, over the emulated services.</summary>
public sealed class PinCommandTests : IAsyncLifetime, IDisposable
{
    private const string Sdxl = "stability-ai/sdxl";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-pin-command-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private EmulatorHost _host = null!;

    private string ConfigPath => Path.Combine(_folder.FullName, "providers.json");

    private string LockPath => Path.Combine(_folder.FullName, "providers.lock.json");

    public async Task InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync();
        Configure("""{ "provider": "openai", "model": "gpt-4o-mini" }""", """{ "provider": "replicate", "model": "stability-ai/sdxl" }""");
    }

    public async Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Pinning_writes_the_lock_and_tells_what_it_pinned()
    {
        (await RunAsync("pin", "--config", ConfigPath)).Should().Be(0);

        PinLockFile.Read(LockPath).Entries.Select(entry => entry.Model).Should().Equal("gpt-4o-mini", Sdxl);
        _output.ToString().Should().Contain("gpt-4o-mini-2024-07-18").And.Contain("pinned").And.Contain($"{LockPath} is written")
            .And.NotContain("\u001b", "what is redirected has no colours").And.NotContain(_host.OpenAI.ApiKey);
        _error.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Checking_ends_with_1_before_pinning_with_0_after_it_and_with_1_again_on_drift()
    {
        (await RunAsync("pin", "-c", ConfigPath, "--check")).Should().Be(1);
        File.Exists(LockPath).Should().BeFalse();
        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(0);
        (await RunAsync("pin", "-c", ConfigPath, "--check")).Should().Be(0);
        _output.ToString().Should().Contain("agrees with the providers.");

        _host.Replicate.Publish(Sdxl, new string('d', 64));

        (await RunAsync("pin", "-c", ConfigPath, "--check")).Should().Be(1);
        _output.ToString().Should().Contain("drifted").And.Contain("disagree about 1 of 2");
    }

    [Fact]
    public async Task The_outcome_is_JSON_for_programs_with_nothing_beside_it()
    {
        (await RunAsync("pin", "-c", ConfigPath, "--json")).Should().Be(0);

        JsonNode outcome = JsonNode.Parse(_output.ToString())!;
        outcome["lock"]!.GetValue<string>().Should().Be(LockPath);
        outcome["check"]!.GetValue<bool>().Should().BeFalse();
        outcome["exitCode"]!.GetValue<int>().Should().Be(0);
        outcome["models"]!.AsArray().Select(model => (model!["model"]!.GetValue<string>(), model["status"]!.GetValue<string>(), model["version"]!.GetValue<string>()))
            .First().Should().Be(("gpt-4o-mini", "missing", "gpt-4o-mini-2024-07-18"));
    }

    [Fact]
    public async Task The_lock_can_stand_elsewhere()
    {
        string elsewhere = Path.Combine(_folder.FullName, "other.json");

        (await RunAsync("pin", "-c", ConfigPath, "--lock", elsewhere)).Should().Be(0);

        File.Exists(elsewhere).Should().BeTrue();
        File.Exists(LockPath).Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_fails_ends_with_3_and_the_others_are_pinned(bool check)
    {
        _host.OpenAI.Faults.Always(new Fault { Status = 503 });

        (await RunAsync(check ? ["pin", "-c", ConfigPath, "--check"] : ["pin", "-c", ConfigPath])).Should().Be(3);

        _output.ToString().Should().Contain("failed").And.Contain("503");
        PinLockFile.Read(LockPath).Entries.Select(entry => entry.Model).Should().Equal(check ? Array.Empty<string>() : new[] { Sdxl });
    }

    [Fact]
    public async Task A_model_that_does_not_exist_ends_pinning_with_3_and_checking_with_1()
    {
        Configure("""{ "provider": "replicate", "model": "stability-ai/nothing" }""");

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(3);
        (await RunAsync("pin", "-c", ConfigPath, "--check")).Should().Be(1);

        _output.ToString().Should().Contain("not found");
    }

    [Fact]
    public async Task What_cannot_be_pinned_is_told_and_is_no_failure()
    {
        Configure("""{ "provider": "replicate", "model": "meta/meta-llama-3-8b-instruct" }""");

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(0);

        _output.ToString().Should().Contain("unpinnable").And.Contain("official model");
    }

    [Fact]
    public async Task The_summary_speaks_of_a_written_lock_only_where_it_was_written()
    {
        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(0);
        string before = File.ReadAllText(LockPath);
        _output.GetStringBuilder().Clear();
        _host.Replicate.Faults.Always(new Fault { Status = 404 });

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(3);

        File.ReadAllText(LockPath).Should().Be(before);
        _output.ToString().Should().Contain("not found").And.Contain("is as it was").And.NotContain("is written");
    }

    [Fact]
    public async Task The_applications_own_store_and_strategies_need_not_be_known()
    {
        string text = File.ReadAllText(ConfigPath)
            .Replace("\"routes\"", "\"store\": { \"type\": \"postgres\", \"connectionString\": \"${env:ROUTER_TEST_NOT_SET}\" }, \"routes\"", StringComparison.Ordinal)
            .Replace("\"r\": {", "\"r\": { \"strategy\": \"mine\",", StringComparison.Ordinal);
        File.WriteAllText(ConfigPath, text);

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(0);

        _error.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("--config")]
    [InlineData("--lock")]
    public async Task An_empty_path_ends_with_2(string option)
    {
        (await RunAsync("pin", option, " ")).Should().Be(2);

        _error.ToString().Should().Contain(option);
    }

    [Fact]
    public async Task A_configuration_with_errors_ends_with_2_and_lists_them()
    {
        Configure("""{ "provider": "opnai", "model": "gpt-4o-mini" }""");

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(2);
        (await RunAsync("pin", "-c", ConfigPath + ".away")).Should().Be(2);

        _error.ToString().Should().Contain("Did you mean 'openai'?").And.Contain("does not exist").And.NotContain("   at ");
        _output.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task A_broken_lock_ends_with_2_and_stays_as_it_is()
    {
        File.WriteAllText(LockPath, "<<<<<<< ours");

        (await RunAsync("pin", "-c", ConfigPath)).Should().Be(2);

        _error.ToString().Should().Contain($"{LockPath}:1: this is no lock file");
        File.ReadAllText(LockPath).Should().Be("<<<<<<< ours");
    }

    [Theory]
    [InlineData("pin", "--chekc")]
    [InlineData("pinn", "")]
    [InlineData("pin", "extra")]
    public async Task A_command_line_that_is_none_ends_with_2(string command, string argument)
    {
        (await RunAsync(argument.Length == 0 ? [command] : [command, argument])).Should().Be(2);

        _error.ToString().Should().Contain("router --help");
    }

    [Fact]
    public async Task Help_says_what_the_exit_codes_mean()
    {
        (await RunAsync("pin", "--help")).Should().Be(0);

        _output.ToString().Should().Contain("--check").And.Contain("Exit codes").And.Contain("billed").And.Contain("router pin [options]");
    }

    [Fact]
    public async Task Cancelled_it_ends_with_130_and_writes_nothing()
    {
        using CancellationTokenSource caller = new();
        _host.OpenAI.Faults.Always(new Fault { StallAt = 0 });
        Task<int> run = RouterCommand.RunAsync(["pin", "-c", ConfigPath], new CommandTerminal(_output, _error, colours: false), caller.Token);
        await _host.OpenAI.Requests.WaitForArrivalAsync(_ => true);

        await caller.CancelAsync();

        (await run).Should().Be(130);
        File.Exists(LockPath).Should().BeFalse();
    }

    private Task<int> RunAsync(params string[] args) => RouterCommand.RunAsync(args, new CommandTerminal(_output, _error, colours: false));

    private void Configure(params string[] targets) => File.WriteAllText(ConfigPath, $$"""
        {
          "providers": {
            "openai": { "type": "openai", "apiKey": "{{_host.OpenAI.ApiKey}}", "endpoint": "{{_host.OpenAI.Endpoint}}" },
            "replicate": { "type": "replicate", "apiToken": "{{_host.Replicate.ApiKey}}", "endpoint": "{{_host.Replicate.Endpoint}}" }
          },
          "routes": { "r": { "targets": [ {{string.Join(", ", targets)}} ] } },
          "pinning": { "mode": "strict" }
        }
        """);
}
