using System.Text.Json;
using Router.CodeMode.Durability.Stores;
using Router.CodeMode.Execution;
using Router.CodeMode.QuickJs;

namespace SleepAndWake;

/// <summary>One errand in two processes.</summary>
internal static class Errand
{
    private const string RunId = "pay-the-painter";

    private const string Program = """
        const order = await shop.order({ what: "a picture of a boat" });
        const [price, rate] = await Promise.all([shop.price({ order }), bank.rate({ from: "EUR", to: "USD" })]);
        const due = Math.round(price * rate * 100) / 100;
        console.log(`order ${order} costs ${due} USD`);
        const receipt = await bank.transfer({ to: "painter", amount: due });
        return { order, due, receipt, lucky: Math.floor(Math.random() * 100) };
        """;

    internal static async Task<int> BeginAsync(string folder)
    {
        await using CodeExecutor executor = Executor(folder);
        CodeResult result = await executor.RunAsync(new CodeRequest { RunId = RunId, Source = Program, Seed = 2026 }, Functions(folder));
        Tell(result);
        foreach (CodeCall call in result.Suspension?.Approvals ?? [])
        {
            Console.WriteLine($"  waits for an approval: #{call.Number} {call.Name} {call.Arguments.GetRawText()}");
        }

        return result.Status == CodeStatus.Suspended ? 0 : 1;
    }

    internal static async Task<int> WakeAsync(string folder)
    {
        await using CodeExecutor executor = Executor(folder);
        CodeResume approval = new() { RunId = RunId, Approvals = new Dictionary<int, CodeApproval> { [4] = new(Approved: true) } };
        CodeResult result = await executor.ResumeAsync(approval, Functions(folder));
        Tell(result);
        Console.WriteLine($"  its value: {result.Value?.GetRawText()}");

        string[] calls = await File.ReadAllLinesAsync(Path.Combine(folder, "calls.txt"));
        Console.WriteLine($"  all calls of both processes: {string.Join(", ", calls)}");
        return result.Status == CodeStatus.Completed && calls.Length == 4 && calls.Distinct().Count() == 4 ? 0 : 1;
    }

    private static CodeExecutor Executor(string folder) =>
        QuickJsCodeExecutor.Create(new CodeExecutorOptions { Store = new FileCodeRunStore(Path.Combine(folder, "runs")) });

    private static CodeFunctionSet Functions(string folder) => new CodeFunctionSet()
        .Add("shop.order", (call, _) => Answer(folder, call, "\"B-17\""))
        .Add("shop.price", (call, _) => Answer(folder, call, "90.5"))
        .Add("bank.rate", (call, _) => Answer(folder, call, "1.1"))
        .Add("bank.transfer", (call, _) => Answer(folder, call, "\"receipt 4711\""), requiresApproval: true);

    // Written down before it answers, so that the end of the example can count.
    private static ValueTask<JsonElement?> Answer(string folder, CodeCall call, string json)
    {
        lock (Console.Out)
        {
            File.AppendAllText(Path.Combine(folder, "calls.txt"), $"#{call.Number} {call.Name}\n");
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }

    private static void Tell(CodeResult result)
    {
        Console.WriteLine($"process {Environment.ProcessId}: the run is {result.Status}{(result.Error is { } error ? $", {error.Kind}: {error.Message}" : string.Empty)}");
        foreach (CodeLog log in result.Logs)
        {
            Console.WriteLine($"  {log.Level}: {log.Text}");
        }

        Console.WriteLine($"  {result.Usage.Slices} slices, {result.Usage.Replayed} replayed, {result.Usage.Cpu.TotalMilliseconds:0.0} ms of processor time");
    }
}
