using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Router.Tokenizers.Tests.Oracle;

/// <summary>The npm package gpt-tokenizer in one process of Node.js: all texts go in, all ids come out.</summary>
internal static class GptTokenizer
{
    private const string Program = """
        import { pathToFileURL } from 'node:url';
        const { encode, decode } = await import(pathToFileURL(process.argv[1] + '/esm/encoding/o200k_base.js').href);
        let input = '';
        process.stdin.setEncoding('utf8');
        for await (const chunk of process.stdin) input += chunk;
        const ids = JSON.parse(input).map((units) => encode(String.fromCharCode(...units), { disallowedSpecial: new Set() }));
        process.stdout.write(JSON.stringify(ids));
        """;

    internal static string Folder { get; } = typeof(GptTokenizer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "GptTokenizer").Value!;

    /// <summary>Why it cannot be asked. Null: it can.</summary>
    internal static string? Missing { get; } = WhyMissing();

    /// <summary>The ids of each text. A text crosses as its UTF-16 units: JSON cannot hold half a surrogate pair.</summary>
    internal static async Task<int[][]> EncodeAsync(IReadOnlyList<string> texts)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", Program, Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync();
            await node.StandardInput.WriteAsync('[' + string.Join(',', texts.Select(text => '[' + string.Join(',', text.Select(c => (int)c)) + ']')) + ']');
            node.StandardInput.Close();
            using JsonDocument document = JsonDocument.Parse(await output);
            return [.. document.RootElement.EnumerateArray().Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync();
        }
    }

    private static string? WhyMissing()
    {
        string[] names = OperatingSystem.IsWindows() ? ["node.exe", "node.cmd"] : ["node"];
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return !folders.Any(folder => names.Any(name => File.Exists(Path.Combine(folder, name)))) ? "Node.js is not on the PATH."
            : !Directory.Exists(Folder) ? $"{Folder} is not there: build Router.Tokenizers."
            : null;
    }
}
