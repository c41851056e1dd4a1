using System.Diagnostics;

namespace Router.CodeMode.Workers.Tests.Remote;

public sealed class WranglerTests
{
    [WranglerFact]
    public async Task Cloudflare_s_own_tool_accepts_the_harness_and_its_configuration()
    {
        // It writes beside its configuration.
        DirectoryInfo copy = Directory.CreateTempSubdirectory("router-wrangler-");
        foreach (string name in (string[])["harness.js", "wrangler.jsonc"])
        {
            File.Copy(HarnessPath(name), Path.Combine(copy.FullName, name));
        }

        ProcessStartInfo start = new(WranglerFactAttribute.Wrangler!, ["deploy", "--dry-run", "--outdir", "out"])
        {
            WorkingDirectory = copy.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["WRANGLER_SEND_METRICS"] = "false";
        using Process wrangler = Process.Start(start)!;
        wrangler.StandardInput.Close();
        Task<string> errors = wrangler.StandardError.ReadToEndAsync();
        string said = await wrangler.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await wrangler.WaitForExitAsync();

        wrangler.ExitCode.Should().Be(0, "it said {0}{1}", said, await errors);
        said.Should().Contain("LOADER").And.Contain("Worker Loader");
        File.Exists(Path.Combine(copy.FullName, "out", "harness.js")).Should().BeTrue();
        copy.Delete(recursive: true);
    }

    // Beside the runtime that the build fetched.
    private static string HarnessPath(string name)
    {
        string runtime = WorkerdPath.Value[..WorkerdPath.Value.IndexOf("Runtime", StringComparison.Ordinal)];
        return Path.Combine(runtime, "Harness", name);
    }
}
