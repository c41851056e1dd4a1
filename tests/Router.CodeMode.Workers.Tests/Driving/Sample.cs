using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Driving;

/// <summary>Starts of programs, as an executor would make them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Epoch = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static ScriptStart Start(string body, CodeLimits? limits = null, ulong seed = 7) => new()
    {
        Program = new ProgramText { Body = body, Form = ProgramForm.Statements, LineOffset = 0, ColumnsExact = true },
        Seed = seed,
        Limits = limits ?? CodeLimits.Default,
        Roots = ["tools", "github"],
    };
}
