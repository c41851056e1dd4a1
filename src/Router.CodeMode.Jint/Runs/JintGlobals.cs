using Jint;
using Jint.Native.Object;

namespace Router.CodeMode.Jint.Runs;

/// <summary>Takes from a new interpreter what a program must not have, before the prelude.</summary>
internal static class JintGlobals
{
    // Threads, waiting, what tells the real time or place, and what is no global anywhere else.
    private static readonly string[] Absent =
        ["Atomics", "SharedArrayBuffer", "Temporal", "Intl", "ShadowRealm", "WeakRef", "FinalizationRegistry", "Generator", "TypedArray"];

    // Every way to a BigInt, now that no program may write one: literals are refused and code cannot be made of text.
    private static readonly string[] Big = ["BigInt", "BigInt64Array", "BigUint64Array"];

    public static void Trim(global::Jint.Engine engine, bool allowBigInt)
    {
        foreach (string name in allowBigInt ? Absent : [.. Absent, .. Big])
        {
            engine.Global.Delete(name);
        }

        if (!allowBigInt)
        {
            ObjectInstance view = engine.Global.Get("DataView").AsObject().Get("prototype").AsObject();
            view.Delete("getBigInt64");
            view.Delete("getBigUint64");
        }
    }
}
