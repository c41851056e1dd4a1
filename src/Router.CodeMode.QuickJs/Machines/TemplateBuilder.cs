using Router.CodeMode.Engines;
using Router.CodeMode.Prelude;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Makes the machines that templates copy. Stateless.</summary>
internal static class TemplateBuilder
{
    /// <summary>The functions that the prelude is given, by their numbers, from 1.</summary>
    public const int CallFunction = 1;

    /// <inheritdoc cref="CallFunction"/>
    public const int LogFunction = 2;

    /// <inheritdoc cref="CallFunction"/>
    public const int DoneFunction = 3;

    private static readonly string[] Functions = ["call", "log", "done"];

    /// <summary>A machine that has run the prelude.</summary>
    public static MachineImage WithPrelude()
    {
        using QuickJsMachine machine = Start(MachineTemplateLimits.PreludeBytes);
        int prelude = Evaluate(machine, PreludeSource.Text, "prelude.js");
        int host = NewHost(machine);
        int enter = machine.Call(prelude, [host], out int thrown);
        Refuse(machine, thrown, "The prelude");
        machine.FreeValue(host);
        machine.FreeValue(prelude);
        machine.RunJobs();
        machine.Roots = machine.Roots with { Enter = enter };
        return MachineImage.Take(machine);
    }

    /// <summary>A machine that has run a library, and has none of the prelude.</summary>
    public static MachineImage WithLibrary(string source)
    {
        using QuickJsMachine machine = Start(MachineTemplateLimits.LibraryBytes);
        machine.FreeValue(Evaluate(machine, source, "library.js"));
        machine.RunJobs();
        return MachineImage.Take(machine);
    }

    private static QuickJsMachine Start(long memoryBytes)
    {
        QuickJsMachine machine = new(memoryBytes);
        try
        {
            // The module declares more memory than it has in use: from here on, all of it is asked for and counted.
            machine.Memory.RestoreFresh(new WasmMemoryImage(MachineLayout.LeastPages, ReadOnlyMemory<int>.Empty, ReadOnlyMemory<byte>.Empty));
            machine.Initialize();
            int runtime = machine.QTS_NewRuntime();
            machine.QTS_RuntimeSetMaxStackSize(runtime, MachineLayout.StackBytes);
            machine.QTS_RuntimeEnableInterruptHandler(runtime);
            machine.Roots = new MachineRoots(runtime, machine.QTS_NewContext(runtime, 0), 0);
            LayoutCheck.Run(machine);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    private static int NewHost(QuickJsMachine machine)
    {
        int context = machine.Roots.Context;
        int host = machine.QTS_NewObject(context);
        for (int i = 0; i < Functions.Length; i++)
        {
            int name = machine.Allocate(Functions[i], out _);
            int function = machine.QTS_NewFunction(context, name, 0, 0, i + 1);
            machine.Release(name);
            Set(machine, host, Functions[i], function);
            machine.FreeValue(function);
        }

        // The engine's Date asks DateNow, which is the time of the last event.
        Set(machine, host, "clock", machine.QTS_GetTrue());
        return host;
    }

    private static void Set(QuickJsMachine machine, int target, string name, int value)
    {
        int key = machine.NewString(name);
        machine.QTS_SetProp(machine.Roots.Context, target, key, value);
        machine.FreeValue(key);
    }

    private static int Evaluate(QuickJsMachine machine, string source, string fileName)
    {
        int value = machine.Evaluate(source, fileName, 0, out int thrown);
        Refuse(machine, thrown, fileName);
        return value;
    }

    private static void Refuse(QuickJsMachine machine, int thrown, string what)
    {
        if (thrown != 0)
        {
            ThrownError error = machine.ReadThrown(thrown);
            throw new ScriptEngineException($"{what} does not run in QuickJS: {error.Name}: {error.Message} {error.Stack}");
        }
    }
}
