using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;

namespace Router.CodeMode.QuickJs.Tests;

/// <summary>Programs, and what they are told.</summary>
internal static class TestPrograms
{
    public static readonly TimeSpan Cpu = TimeSpan.FromSeconds(20);

    private static readonly DateTimeOffset TestTime = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static ScriptStart Start(string body, CodeLimits? limits = null, ulong seed = 7) => new()
    {
        Program = new ProgramText { Body = body, Form = ProgramForm.Statements, LineOffset = 0, ColumnsExact = true },
        Seed = seed,
        Limits = limits ?? new CodeLimits { Cpu = Cpu },
        Roots = ["codemode", "env"],
    };

    public static ScriptEvent Begin { get; } = ScriptEvent.Begin(TestTime);

    public static ScriptEvent Resolved(int call, string? json, int seconds = 1) => new(ScriptEventKind.Resolved, call, json, TestTime.AddSeconds(seconds));

    public static ScriptEvent Rejected(int call, string json, int seconds = 1) => new(ScriptEventKind.Rejected, call, json, TestTime.AddSeconds(seconds));

    /// <summary>The only step of a program that calls nothing.</summary>
    public static async Task<ScriptStep> RunAsync(this QuickJsEngine engine, string body, CodeLimits? limits = null, TimeSpan? cpu = null)
    {
        await using IScriptInstance instance = await engine.CreateAsync(Start(body, limits), default);
        return await instance.StepAsync(Begin, cpu ?? Cpu, default);
    }

    /// <summary>Runs a program to its end; each call is answered with what <paramref name="answer"/> says, in order.</summary>
    public static async Task<ScriptStep> RunAsync(this QuickJsEngine engine, string body, Func<ScriptCall, string?> answer)
    {
        await using IScriptInstance instance = await engine.CreateAsync(Start(body), default);
        Queue<ScriptCall> open = new();
        ScriptStep step = await instance.StepAsync(Begin, Cpu, default);
        while (step.Outcome is null)
        {
            foreach (ScriptCall call in step.Calls)
            {
                open.Enqueue(call);
            }

            ScriptCall next = open.Dequeue();
            step = await instance.StepAsync(Resolved(next.Number, answer(next)), Cpu, default);
        }

        return step;
    }
}
