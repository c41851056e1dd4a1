using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Router.Emulators;

namespace Router.Providers.Tests.Integration;

/// <summary>
/// An application with the repository's <c>providers.json</c>, whose references to the environment are filled in with an emulator
/// host's values: the environment itself belongs to the whole test run.
/// </summary>
internal sealed partial class RouterBench : IAsyncDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"router-{Guid.NewGuid():N}.json");
    private readonly ServiceProvider _services;
    private readonly string _json;

    internal RouterBench(EmulatorHost host, TimeProvider? time = null, Func<string, string>? edit = null)
    {
        IReadOnlyDictionary<string, string> variables = EmulatorEnvironment.Variables(host);
        _json = Reference().Replace(File.ReadAllText(RepositoryFile), match => variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));
        File.WriteAllText(_path, edit is null ? _json : edit(_json));
        ServiceCollection services = new();
        services.AddSingleton(time ?? new HurriedTimeProvider());
        services.AddRouter(_path).AddDefaultProviders();
        _services = services.BuildServiceProvider();
    }

    internal static string RepositoryFile { get; } = FindUpwards("providers.json");

    internal IChatClient Assistant => Chat("assistant");

    internal IChatClient Captioner => Chat("captioner");

    internal IImageGenerator Painter => _services.GetRequiredKeyedService<IImageGenerator>("painter");

    /// <summary>Writes the file anew; the clock says when it is looked at.</summary>
    internal void Change(Func<string, string> edit)
    {
        string changed = edit(_json);
        changed.Should().NotBe(_json);
        File.WriteAllText(_path, changed);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        File.Delete(_path);
    }

    /// <summary>The repository's file as a section of an application's configuration, where later sources override single values.</summary>
    internal static IConfigurationRoot Section(EmulatorHost host) => new ConfigurationBuilder()
        .AddJsonFile(RepositoryFile)
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["providers:cloudflare:accountId"] = host.WorkersAI.AccountId,
            ["providers:cloudflare:apiToken"] = host.WorkersAI.ApiKey,
            ["providers:cloudflare:endpoint"] = host.WorkersAI.Endpoint.ToString(),
            ["providers:replicate:apiToken"] = host.Replicate.ApiKey,
            ["providers:replicate:endpoint"] = host.Replicate.Endpoint.ToString(),
            ["providers:openai:apiKey"] = host.OpenAI.ApiKey,
            ["providers:openai:endpoint"] = host.OpenAI.Endpoint.ToString(),
        })
        .Build();

    private IChatClient Chat(string route) => _services.GetRequiredKeyedService<IChatClient>(route);

    private static string FindUpwards(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Router.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, name);
    }

    [GeneratedRegex(@"\$\{env:(?<name>[A-Z_]+)(:-[^}]*)?\}")]
    private static partial Regex Reference();
}
