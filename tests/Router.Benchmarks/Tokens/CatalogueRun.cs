using System.Globalization;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Tests.Npm;
using Router.Tokenizers;

namespace Router.Benchmarks.Tokens;

/// <summary>How fast a catalogue is read, what was meant by a wrong name is found, and a text without seams is counted. The quietest round counts.</summary>
internal static class CatalogueRun
{
    internal static async Task RunAsync()
    {
        byte[] document = await File.ReadAllBytesAsync(NpmFolder.GitHubDocument);
        using HttpMessageHandler unused = OpenApiHandlers.Create();
        FunctionCatalogue catalogue = FunctionCatalogue.Empty;
        Console.WriteLine();
        await Measure("read GitHub's document", 5, async () => catalogue = await new FunctionCatalogueBuilder()
            .AddOpenApi(document, unused, new OpenApiSourceOptions { Root = "github" }).BuildAsync());
        CatalogueDispatcher dispatcher = new(catalogue);
        await Measure("suggest github.isues.lst", 50, () => Task.FromResult(dispatcher.Suggest("github.isues.lst")));
        O200kTokenizer tokenizer = new();
        foreach (int size in (int[])[65_536, 1_048_576])
        {
            string text = new('a', size);
            await Measure(string.Create(CultureInfo.InvariantCulture, $"count {size:N0} letters without a seam"), 5, () => Task.FromResult(tokenizer.Count(text)));
        }
    }

    private static async Task Measure(string title, int rounds, Func<Task> action)
    {
        TimeSpan quietest = TimeSpan.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            long start = TimeProvider.System.GetTimestamp();
            await action();
            TimeSpan time = TimeProvider.System.GetElapsedTime(start);
            quietest = time < quietest ? time : quietest;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {title,-40} {quietest.TotalMilliseconds,10:N2} ms"));
    }
}
