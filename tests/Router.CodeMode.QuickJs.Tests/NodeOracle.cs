using System.ComponentModel;
using System.Diagnostics;

namespace Router.CodeMode.QuickJs.Tests;

/// <summary>Node's own implementations, to compare with. Null where there is no Node.</summary>
internal static class NodeOracle
{
    public static string Read(string name)
    {
        using StreamReader reader = new(typeof(NodeOracle).Assembly.GetManifestResourceStream($"oracle/{name}")!);
        return reader.ReadToEnd();
    }

    public static async Task<string?> RunAsync(string body)
    {
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", "-") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            await node.StandardInput.WriteAsync($"process.stdout.write((function () {{\n{body}\n}})())");
            node.StandardInput.Close();
            string answer = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            return node.ExitCode == 0 ? answer : throw new InvalidOperationException($"node ended with {node.ExitCode}.");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
