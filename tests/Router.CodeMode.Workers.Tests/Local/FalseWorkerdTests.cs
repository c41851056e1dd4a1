using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Tests.Hosts;

namespace Router.CodeMode.Workers.Tests.Local;

/// <summary>Programs in the place of workerd that are none.</summary>
public sealed class FalseWorkerdTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("router-false-workerd-");

    [Theory]
    [InlineData("echo nonsense", "*something else*")]
    [InlineData("echo '{\"event\":\"listen\"}'", "*something else*")]
    [InlineData("echo '[1]'", "*something else*")]
    [InlineData("echo '{\"port\":1}'; read x; exec sleep 100", "*control connection*")]
    [InlineData("echo lost >&2; exit 3", "*ended with 3*lost*")]
    [InlineData("exec sleep 100", "*not ready within*")]
    public async Task What_is_no_workerd_is_told_as_such_and_ended(string script, string words)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string pid = Path.Combine(_directory.FullName, "pid");
        await using WorkersEngine engine = Engine($"echo $$ > '{pid}'; {script}", TimeSpan.FromSeconds(script.StartsWith("exec", StringComparison.Ordinal) ? 1 : 60));

        Func<Task> run = () => engine.RunAsync("return 1").WaitAsync(Driver.Patience);

        (await run.Should().ThrowAsync<ScriptEngineException>()).WithMessage(words);
        await Liveness.IsGoneAsync(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture));
        engine.Pool!.Processes.Should().BeEmpty();
        await run.Should().ThrowAsync<ScriptEngineException>("a start that failed must not keep its room");
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing_and_gives_its_room_back()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string pid = Path.Combine(_directory.FullName, "pid");
        await using WorkersEngine engine = Engine($"echo $$ > '{pid}.new'; mv '{pid}.new' '{pid}'; exec sleep 100", TimeSpan.FromMinutes(1));
        for (int i = 0; i < 3; i++)
        {
            using CancellationTokenSource source = new();
            Task create = engine.CreateAsync(Sample.Start("return 1"), source.Token).AsTask();
            while (!File.Exists(pid))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }

            await source.CancelAsync();

            Func<Task> wait = () => create.WaitAsync(Driver.Patience);
            await wait.Should().ThrowAsync<OperationCanceledException>();
            await Liveness.IsGoneAsync(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture));
            File.Delete(pid);
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private WorkersEngine Engine(string script, TimeSpan startTimeout)
    {
        string path = Path.Combine(_directory.FullName, "workerd");
        File.WriteAllText(path, $"#!/bin/sh\nPATH=/bin:/usr/bin\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new WorkersEngine(new WorkersOptions { WorkerdPath = path, MaxProcesses = 1, WarmProcesses = 0, StartTimeout = startTimeout });
    }
}
