using Router.CodeMode.Engines;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Refuses a machine that is not laid out as <see cref="MachineLayout"/> says, such as another build of QuickJS.</summary>
internal static class LayoutCheck
{
    public static void Run(QuickJsMachine machine)
    {
        Check(machine.StackSave() == MachineLayout.StackHigh, "the stack");
        Check(machine.Tag(machine.QTS_GetUndefined()) == MachineLayout.UndefinedTag, "undefined");
        Check(machine.ReadTrue(machine.QTS_GetTrue()) && !machine.ReadTrue(machine.QTS_GetFalse()), "true and false");
        foreach (double number in (ReadOnlySpan<double>)[0, -1, 0.5, int.MinValue, 1e300, double.Epsilon])
        {
            int cell = machine.NewNumber(number);
            Check(machine.ReadNumber(cell).Equals(number), "numbers");
            machine.FreeValue(cell);
        }

        foreach (string text in (ReadOnlySpan<string>)[string.Empty, "a", "caf\u00E9", "\u0142\u00F3d\u017A", "\U0001F600!"])
        {
            int cell = machine.NewString(text);
            Check(machine.StringLength(cell) == text.Length && machine.ReadString(cell) == text, "strings");
            machine.FreeValue(cell);
        }

        int rope = machine.Evaluate("'\u00E9\\0'.repeat(9000) + 'b'.repeat(9000)", "check.js", 0, out _);
        Check(machine.Tag(rope) == MachineLayout.RopeTag && machine.StringLength(rope) == 27_000, "ropes");
        Check(machine.ReadString(rope, 9001) == string.Concat(Enumerable.Repeat("\u00E9\0", 4500)) + "\u00E9", "ropes");
        machine.FreeValue(rope);
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new ScriptEngineException($"This build of QuickJS does not lay out {what} as expected: MachineLayout.cs is for another build.");
        }
    }
}
