using System.Diagnostics;
using System.Reflection;

namespace Router.CodeMode.Tests.Npm;

/// <summary>What the lock file beside this names; the build fetches it.</summary>
internal static class NpmFolder
{
    private static readonly string Root = typeof(NpmFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NpmFolder").Value!;

    /// <summary>GitHub's own OpenAPI document.</summary>
    internal static string GitHubDocument => PathOf("@octokit/openapi/generated/api.github.com.json");

    /// <summary>The path of a file of a package.</summary>
    internal static string PathOf(string relative) => Path.Combine(Root, "node_modules", relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Runs a program of Node.js to its end: its input, then its output.</summary>
    internal static async Task<string> RunNodeAsync(string program, string input)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", program, Root])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync();
            await node.StandardInput.WriteAsync(input);
            node.StandardInput.Close();
            return await output;
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync();
        }
    }
}
