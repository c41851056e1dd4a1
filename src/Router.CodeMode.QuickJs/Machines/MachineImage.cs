using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>
/// All that a machine is, between two calls. What lies on the C stack then is dead and left out, so that no byte of what ran is kept, and
/// equal machines have equal images.
/// </summary>
/// <param name="Memory">Its memory: every block below the stack, and those above that are not all zero.</param>
/// <param name="Globals">Its globals.</param>
/// <param name="Roots">Its addresses.</param>
internal sealed record MachineImage(WasmMemoryImage Memory, ulong[] Globals, MachineRoots Roots)
{
    public static MachineImage Take(QuickJsMachine machine)
    {
        ReadOnlySpan<byte> memory = machine.Memory.Span;
        List<int> blocks = [];
        for (int block = 0; block < memory.Length / WasmMemory.BlockSize; block++)
        {
            if (IsKept(memory, block))
            {
                blocks.Add(block);
            }
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>(blocks.Count * WasmMemory.BlockSize);
        for (int i = 0; i < blocks.Count; i++)
        {
            memory.Slice(blocks[i] * WasmMemory.BlockSize, WasmMemory.BlockSize).CopyTo(bytes.AsSpan(i * WasmMemory.BlockSize));
        }

        ulong[] globals = new ulong[machine.GlobalCount];
        machine.CopyGlobals(globals);
        return new MachineImage(new WasmMemoryImage(machine.Memory.Pages, blocks.ToArray(), bytes), globals, machine.Roots);
    }

    /// <summary>Makes a machine that has not run yet into this one.</summary>
    /// <exception cref="ArgumentException">It has no room for this one's memory.</exception>
    public void Give(QuickJsMachine machine)
    {
        machine.Memory.RestoreFresh(Memory);
        machine.RestoreGlobals(Globals);
        machine.Roots = Roots;
    }

    private static bool IsKept(ReadOnlySpan<byte> memory, int block)
    {
        if (MachineLayout.IsDeadStack(block))
        {
            return false;
        }

        // A new machine has data of its own in the blocks below the stack: they are kept also where they are zero.
        return (long)block * WasmMemory.BlockSize < MachineLayout.StackLow
            || memory.Slice(block * WasmMemory.BlockSize, WasmMemory.BlockSize).ContainsAnyExcept((byte)0);
    }
}
