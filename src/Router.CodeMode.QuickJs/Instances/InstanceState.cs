using System.Text;
using Router.CodeMode.QuickJs.Machines;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>
/// An instance as bytes: a magic number, the build, what was counted, the machine's addresses and globals, the numbers of its blocks, the
/// blocks. Little endian. Whoever reads it trusts none of it.
/// </summary>
internal sealed record InstanceState(MachineImage Image, InstanceLedger Ledger, int MemoryRefusals)
{
    private const uint Magic = 0x31534A51;
    private const int MostGlobals = 1024;

    public static byte[] Write(MachineImage image, InstanceLedger ledger, int memoryRefusals)
    {
        byte[] build = Encoding.UTF8.GetBytes(EngineBuild.Id);
        int size = (13 * sizeof(int)) + build.Length + (image.Globals.Length * sizeof(ulong)) + (image.Memory.Blocks.Length * sizeof(int)) + image.Memory.Bytes.Length;
        byte[] state = GC.AllocateUninitializedArray<byte>(size);
        StateWriter writer = new(state);
        writer.Write((int)Magic);
        writer.Write(build.Length);
        writer.Write(build);
        writer.Write((ledger.Begun ? 1 : 0) | (ledger.Done ? 2 : 0));
        writer.Write(ledger.Calls);
        writer.Write(ledger.LogUnits);
        writer.Write(ledger.LogEntries);
        writer.Write(memoryRefusals);
        writer.Write(image.Roots.Runtime);
        writer.Write(image.Roots.Context);
        writer.Write(image.Roots.Enter);
        writer.Write(image.Globals.Length);
        foreach (ulong global in image.Globals)
        {
            writer.Write((int)(uint)global);
            writer.Write((int)(uint)(global >> 32));
        }

        writer.Write(image.Memory.Pages);
        writer.Write(image.Memory.Blocks.Length);
        foreach (int block in image.Memory.Blocks.Span)
        {
            writer.Write(block);
        }

        writer.Write(image.Memory.Bytes.Span);
        return state;
    }

    /// <exception cref="InvalidDataException">The bytes are none of this build's.</exception>
    public static InstanceState Read(ReadOnlyMemory<byte> state)
    {
        StateReader reader = new(state);
        if ((uint)reader.ReadInt32() != Magic)
        {
            throw new InvalidDataException("This is no state of a QuickJS program.");
        }

        string build = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadCount(256)).Span);
        if (build != EngineBuild.Id)
        {
            throw new InvalidDataException($"The state is of the build {Shown(build)}, this is {EngineBuild.Id}: run the program again by its journal.");
        }

        int flags = reader.ReadInt32();
        InstanceLedger ledger = new()
        {
            Begun = (flags & 1) != 0,
            Done = (flags & 2) != 0,
            Calls = reader.ReadCount(int.MaxValue),
            LogUnits = reader.ReadCount(int.MaxValue),
            LogEntries = reader.ReadCount(int.MaxValue),
        };
        int refusals = reader.ReadCount(int.MaxValue);
        MachineRoots roots = new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        ulong[] globals = new ulong[reader.ReadCount(MostGlobals)];
        for (int i = 0; i < globals.Length; i++)
        {
            globals[i] = (uint)reader.ReadInt32() | ((ulong)(uint)reader.ReadInt32() << 32);
        }

        int pages = reader.ReadCount(MachineLayout.AllPages);
        int[] blocks = new int[reader.ReadCount(pages * (WasmMemory.PageSize / WasmMemory.BlockSize))];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = reader.ReadInt32();
        }

        ReadOnlyMemory<byte> bytes = reader.ReadBytes(blocks.Length * WasmMemory.BlockSize);
        reader.End();
        try
        {
            return new InstanceState(new MachineImage(new WasmMemoryImage(pages, blocks, bytes), globals, roots), ledger, refusals);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"The state is damaged: {wrong.Message}", wrong);
        }
    }

    /// <summary>Makes the machine that this is the state of.</summary>
    /// <exception cref="InvalidDataException">It cannot be one of this build's, or needs more memory than is allowed.</exception>
    public QuickJsMachine ToMachine(long memoryBytes)
    {
        int allowed = MachineLayout.ProgramPages(memoryBytes) + MachineLayout.SparePages;
        if (Image.Memory.Pages > allowed || Image.Memory.Pages < MachineLayout.LeastPages)
        {
            throw new InvalidDataException($"The state has {Image.Memory.Pages} pages of memory; it must have {MachineLayout.LeastPages} to {allowed}.");
        }

        QuickJsMachine machine = new(memoryBytes);
        try
        {
            if (Image.Globals.Length != machine.GlobalCount)
            {
                throw new InvalidDataException("The state is damaged: it has other globals.");
            }

            Image.Give(machine);
            if (machine.StackSave() != MachineLayout.StackHigh)
            {
                throw new InvalidDataException("The state is damaged: its stack is in use.");
            }

            machine.MemoryRefusals = MemoryRefusals;
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    private static string Shown(string build) => string.Concat(build.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '+'));
}
