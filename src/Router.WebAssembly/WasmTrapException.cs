namespace Router.WebAssembly;

/// <summary>WebAssembly code was stopped by a trap. The instance it ran in is of no further use.</summary>
public sealed class WasmTrapException : Exception
{
    /// <summary>Creates the exception for one kind of trap.</summary>
    public WasmTrapException(WasmTrap trap)
        : base(Describe(trap)) => Trap = trap;

    /// <summary>Creates an exception with a text of one's own; its kind is <see cref="WasmTrap.Unreachable"/>.</summary>
    public WasmTrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a text and a cause; its kind is <see cref="WasmTrap.Unreachable"/>.</summary>
    public WasmTrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception of the kind <see cref="WasmTrap.Unreachable"/>.</summary>
    public WasmTrapException()
        : this(WasmTrap.Unreachable)
    {
    }

    /// <summary>Why the code was stopped.</summary>
    public WasmTrap Trap { get; }

    private static string Describe(WasmTrap trap) => trap switch
    {
        WasmTrap.Unreachable => "WebAssembly trap: unreachable executed.",
        WasmTrap.IntegerDivideByZero => "WebAssembly trap: integer divided by zero.",
        WasmTrap.IntegerOverflow => "WebAssembly trap: integer overflow.",
        WasmTrap.InvalidConversion => "WebAssembly trap: NaN has no integer value.",
        WasmTrap.MemoryOutOfBounds => "WebAssembly trap: memory accessed out of bounds.",
        WasmTrap.UndefinedElement => "WebAssembly trap: the table has no function at this index.",
        WasmTrap.IndirectCallTypeMismatch => "WebAssembly trap: the function called has another type.",
        WasmTrap.StackExhausted => "WebAssembly trap: call stack exhausted.",
        WasmTrap.Halted => "WebAssembly trap: halted by the host.",
        _ => throw new ArgumentOutOfRangeException(nameof(trap), trap, "This is no kind of trap."),
    };
}
