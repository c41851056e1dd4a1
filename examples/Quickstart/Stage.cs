using Microsoft.Extensions.DependencyInjection;
using Router.Emulators;
using Router.Emulators.Faults;
using Spectre.Console;

namespace Quickstart;

/// <summary>Where the tour plays: the repository's providers.json over emulated or real providers.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly string[] Keys = ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "REPLICATE_API_TOKEN", "OPENAI_API_KEY"];

    private readonly EmulatorHost? _emulators;
    private readonly DirectoryInfo _folder;

    private Stage(EmulatorHost? emulators)
    {
        _emulators = emulators;
        _folder = Directory.CreateTempSubdirectory("router-quickstart-");

        // A copy, because the tour edits the configuration while it is in force.
        ConfigurationPath = Path.Combine(_folder.FullName, "providers.json");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "providers.json"), ConfigurationPath);
        ServiceCollection services = new();
        services.AddRouter(ConfigurationPath).AddDefaultProviders();
        Services = services.BuildServiceProvider();
    }

    internal ServiceProvider Services { get; }

    internal string ConfigurationPath { get; }

    /// <summary>Starts the emulators, or checks that the keys are there. Null, with the reason printed, where they are not.</summary>
    internal static async Task<Stage?> OpenAsync(bool live)
    {
        if (!live)
        {
            AnsiConsole.WriteLine("Starting emulators of Workers AI, Replicate and OpenAI on loopback ...");
            EmulatorHost emulators = await EmulatorHost.StartAsync();
            EmulatorEnvironment.Apply(emulators);
            return new Stage(emulators);
        }

        string[] missing = [.. Keys.Where(key => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(key)))];
        if (missing.Length == 0)
        {
            return new Stage(null);
        }

        AnsiConsole.WriteLine($"--live needs these environment variables: {string.Join(", ", missing)}");
        return null;
    }

    /// <summary>The painter's first target has had too many requests.</summary>
    internal void RateLimitThePainter() =>
        _emulators?.Replicate.Faults.Next(new Fault { Status = 429, RetryAfterBody = 30 });

    /// <summary>The assistant's first provider loses the connection before its first token.</summary>
    internal void KillTheAssistant() =>
        _emulators?.WorkersAI.Faults.When(request => request.Path.Contains("llama", StringComparison.Ordinal), Fault.CutAfter(0));

    internal void HealTheAssistant() => _emulators?.WorkersAI.Faults.Clear();

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_emulators is not null)
        {
            await _emulators.DisposeAsync();
        }

        File.Delete(ConfigurationPath);
        if (_folder.GetFiles().Length == 0)
        {
            _folder.Delete();
        }
    }
}
