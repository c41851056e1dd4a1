using Router.CodeMode.Driving;
using Router.CodeMode.Engines;

namespace Router.CodeMode.Workers.Tests.Hosts;

/// <summary>A host with one program that waits for a call and one that spins. It says which processes it has and lives until it is killed.</summary>
internal static class Program
{
    public static async Task Main()
    {
        // The tests end this process; nothing in it ends by itself.
        WorkersEngine engine = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value, WarmProcesses = 0 });
        IScriptInstance waiting = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None);
        await waiting.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
        IScriptInstance spinning = await engine.CreateAsync(
            Sample.Start("await tools.ready(); while (true) {}"), CancellationToken.None);
        await spinning.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
        Task spin = spinning.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), TimeSpan.FromMilliseconds(500), CancellationToken.None).AsTask();
        Console.WriteLine($"{engine.Pool!.GuardId} {string.Join(' ', engine.Pool.Processes.Select(process => process.Id))}");
        await spin;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }
}
