using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Router;
using Router.Routing;
using Spectre.Console;

namespace Quickstart;

/// <summary>The steps, each printing what it does and noting the attempts it took.</summary>
internal sealed class Tour(Stage stage)
{
    private readonly AttemptTable _table = new();

    /// <summary>Runs every step. Returns the exit code: 0 where all of them did what they say.</summary>
    internal async Task<int> RunAsync()
    {
        try
        {
            DataContent painting = await PaintAsync();
            await CaptionAsync(painting);
            await ChatAsync("3. Chat, streamed; the first provider dies before its first token", stage.KillTheAssistant);
            await SwapAsync();
            await ChatAsync("   The same question, the same code", stage.HealTheAssistant);
            _table.Print();
            return 0;
        }
        catch (RouteException exception)
        {
            _table.Add(exception);
            _table.Print();
            AnsiConsole.WriteLine(exception.Message);
            return 1;
        }
    }

    private async Task<DataContent> PaintAsync()
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine("1. Paint; the first target of the route is rate-limited");
        stage.RateLimitThePainter();
        IImageGenerator painter = stage.Services.GetRequiredKeyedService<IImageGenerator>("painter");
        ImageGenerationResponse response = await painter.GenerateImagesAsync("a red circle on a blue background");
        _table.Add(response.GetRouteReport()!);
        DataContent image = response.Contents.OfType<DataContent>().First();
        string extension = image.MediaType[(image.MediaType.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string path = Path.Combine(Path.GetDirectoryName(stage.ConfigurationPath)!, $"painting.{extension}");
        await File.WriteAllBytesAsync(path, image.Data.ToArray());
        AnsiConsole.WriteLine($"   painted by {response.GetRouteReport()!.Target}: {image.Data.Length} bytes of {image.MediaType} in {path}");
        return image;
    }

    private async Task CaptionAsync(DataContent painting)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine("2. Caption it on another provider");
        IChatClient captioner = stage.Services.GetRequiredKeyedService<IChatClient>("captioner");
        ChatResponse response = await captioner.GetResponseAsync(
            new ChatMessage(ChatRole.User, [new TextContent("Describe this image in one sentence."), painting]));
        _table.Add(response.GetRouteReport()!);
        AnsiConsole.WriteLine($"   {response.GetRouteReport()!.Target} sees: {response.Text}");
    }

    private async Task ChatAsync(string title, Action prepare)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine(title);
        prepare();

        // The unkeyed client is the default route: an application that names no route, provider or model.
        IChatClient assistant = stage.Services.GetRequiredService<IChatClient>();
        AnsiConsole.Write("   ");
        await foreach (ChatResponseUpdate update in assistant.GetStreamingResponseAsync("Say in one sentence what a router is."))
        {
            AnsiConsole.Write(update.Text);
            if (update.GetRouteReport() is { } report)
            {
                _table.Add(report);
                AnsiConsole.WriteLine();
                AnsiConsole.WriteLine($"   answered by {report.Target} ({report.Model})");
            }
        }
    }

    private async Task SwapAsync()
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine("4. Swap the provider by changing providers.json alone, while everything runs");
        ModelRouter router = stage.Services.GetRequiredService<ModelRouter>();
        string before = FirstTarget(router);
        string text = await File.ReadAllTextAsync(stage.ConfigurationPath);
        await File.WriteAllTextAsync(stage.ConfigurationPath, ConfigurationEdit.ReverseTargets(text, "assistant"));
        using PeriodicTimer poll = new(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (FirstTarget(router) == before)
        {
            await poll.WaitForNextTickAsync(limit.Token);
        }

        AnsiConsole.WriteLine($"   was: {before}");
        AnsiConsole.WriteLine($"   now: {FirstTarget(router)}");
    }

    private static string FirstTarget(ModelRouter router) => router.Routes.Single(route => route.Name == "assistant").Targets[0].Name;
}
