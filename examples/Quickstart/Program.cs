using Quickstart;
using Spectre.Console;

// dotnet run --project examples/Quickstart            no keys: the three providers are emulated on loopback, faults included
// dotnet run --project examples/Quickstart -- --live  the real providers, with keys from the environment
if (args.Except(["--live"]).Any())
{
    AnsiConsole.WriteLine("Usage: Quickstart [--live]");
    return 2;
}

// A redirected output has no width of its own; the table must not be folded.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 160;
}

await using Stage? stage = await Stage.OpenAsync(live: args.Contains("--live"));
return stage is null ? 2 : await new Tour(stage).RunAsync();
