namespace Router.CodeMode.Engines;

/// <summary>Something that a program is told. Immutable.</summary>
/// <param name="Kind">What it is told.</param>
/// <param name="Call">The number of the call that it is about, 0 where about none.</param>
/// <param name="Json">The value, or the error (<see cref="Execution.CodeError"/> as the prelude reads it), as JSON. Null: undefined.</param>
/// <param name="Now">The program's clock from now on.</param>
public sealed record ScriptEvent(ScriptEventKind Kind, int Call, string? Json, DateTimeOffset Now)
{
    /// <summary>The first event: run the program.</summary>
    public static ScriptEvent Begin(DateTimeOffset now) => new(ScriptEventKind.Begin, 0, null, now);
}
