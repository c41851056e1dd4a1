using Router.CodeMode.Engines;

namespace Router.CodeMode.Driving;

/// <summary>Runs programs step by step, answering their calls in the order in which they were made.</summary>
internal static class Driver
{
    /// <summary>Long enough for a machine that is busy with all else; nothing waits for it that works.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Driven> RunAsync(
        this IScriptEngine engine, ScriptStart start, Func<ScriptCall, Task<string?>>? answer = null, TimeSpan? cpu = null,
        CancellationToken cancellationToken = default)
    {
        await using IScriptInstance instance = await engine.CreateAsync(start, cancellationToken);
        TimeSpan left = cpu ?? start.Limits.Cpu;
        List<ScriptStep> steps = [await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), left, cancellationToken)];
        Queue<ScriptCall> open = new(steps[0].Calls);
        while (steps[^1].Outcome is null && open.TryDequeue(out ScriptCall? call))
        {
            left -= steps[^1].Cpu;
            string? json = answer is null ? call.Arguments : await answer(call);
            ScriptEvent next = new(ScriptEventKind.Resolved, call.Number, json, Sample.Epoch.AddMilliseconds(steps.Count));
            steps.Add(await instance.StepAsync(next, left, cancellationToken));
            foreach (ScriptCall made in steps[^1].Calls)
            {
                open.Enqueue(made);
            }
        }

        return new Driven(steps);
    }

    public static Task<Driven> RunAsync(this IScriptEngine engine, string body) => engine.RunAsync(Sample.Start(body));
}
