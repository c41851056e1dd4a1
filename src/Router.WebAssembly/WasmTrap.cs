namespace Router.WebAssembly;

/// <summary>Why WebAssembly code was stopped.</summary>
public enum WasmTrap
{
    /// <summary>An <c>unreachable</c> instruction was executed.</summary>
    Unreachable,

    /// <summary>An integer was divided by zero.</summary>
    IntegerDivideByZero,

    /// <summary>The result of a division or conversion does not fit its integer type.</summary>
    IntegerOverflow,

    /// <summary>NaN was converted to an integer.</summary>
    InvalidConversion,

    /// <summary>An access lies outside the memory, or outside a data segment.</summary>
    MemoryOutOfBounds,

    /// <summary>An indirect call names no function: its index lies outside the table, or the element is null.</summary>
    UndefinedElement,

    /// <summary>An indirect call names a function of another type.</summary>
    IndirectCallTypeMismatch,

    /// <summary>The call stack is used up: the thread's own, or <see cref="WasmModule.StackBudget"/>.</summary>
    StackExhausted,

    /// <summary>The host set <see cref="WasmModule.Halted"/>.</summary>
    Halted,
}
