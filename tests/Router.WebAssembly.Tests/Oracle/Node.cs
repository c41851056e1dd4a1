using System.Diagnostics;

namespace Router.WebAssembly.Tests.Oracle;

/// <summary>node, where there is one: the judge of what WebAssembly means.</summary>
internal static class Node
{
    private const int LongestSeconds = 100;

    /// <summary>Why comparisons are skipped; null where node is there.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>Runs a script of this folder: what it prints, given its input.</summary>
    public static string Run(string script, string input, params string[] arguments)
    {
        using var process = Start([Path.Combine(AppContext.BaseDirectory, "Oracle", script), .. arguments]);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(LongestSeconds)))
        {
            process.Kill();
            throw new TimeoutException($"node took longer than {LongestSeconds} s for {script}.");
        }

        return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : throw new InvalidOperationException(errors.GetAwaiter().GetResult());
    }

    private static Process Start(params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string? Find()
    {
        try
        {
            using var process = Start("--version");
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "node does not start, so nothing can be compared with it";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not installed, so nothing can be compared with it";
        }
    }
}
