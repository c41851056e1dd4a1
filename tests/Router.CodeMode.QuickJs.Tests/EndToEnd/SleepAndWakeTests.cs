using System.Diagnostics;

namespace Router.CodeMode.QuickJs.Tests.EndToEnd;

/// <summary>A program that sleeps in one process and wakes in another: the example's, each step in a process of its own.</summary>
public sealed class SleepAndWakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-sleep-and-wake-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_process_finishes_what_one_began_and_no_call_is_made_twice(bool withoutCheckpoint)
    {
        (await RunAsync("begin")).Should().Contain("the run is Suspended").And.Contain("#4 bank.transfer");
        if (withoutCheckpoint)
        {
            FileInfo[] checkpoints = _folder.GetFiles("*checkpoint*", SearchOption.AllDirectories);
            checkpoints.Should().NotBeEmpty();
            Array.ForEach(checkpoints, file => file.Delete());
        }

        string woken = await RunAsync("wake");

        woken.Should().Contain("the run is Completed").And.Contain("""{"order":"B-17","due":99.55,"receipt":"receipt 4711","lucky":33}""")
            .And.Contain("log: order B-17 costs 99.55 USD");
        (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "calls.txt")))
            .Should().BeEquivalentTo("#1 shop.order", "#2 shop.price", "#3 bank.rate", "#4 bank.transfer");
    }

    private async Task<string> RunAsync(string step)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host, [Path.Combine(AppContext.BaseDirectory, "SleepAndWake.dll"), step, _folder.FullName]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, said);
        return said;
    }
}
