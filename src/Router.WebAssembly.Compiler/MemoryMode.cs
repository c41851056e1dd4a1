namespace Router.WebAssembly.Compiler;

/// <summary>How loads and stores are kept inside the instance's memory.</summary>
public enum MemoryMode
{
    /// <summary>
    /// Addresses are masked: an access outside the memory lands somewhere else in the instance's own reservation, without a
    /// trap. The fastest, and safe for everybody else.
    /// </summary>
    Masked,

    /// <summary>Every access is compared with the memory's size and traps outside it, as the specification says.</summary>
    Checked,
}
