using Router.CodeMode.Prelude;

namespace Router.CodeMode.Workers.Harness;

/// <summary>The texts beside this file, as they are in the assembly.</summary>
internal static class HarnessFiles
{
    public const string MainModule = "main.js";

    public static string Worker { get; } = Read("harness.js");

    public static string Isolate { get; } = Read("isolate.js");

    public static string Configuration { get; } = Read("workerd.capnp");

    public static string Guard { get; } = Read("guard.sh");

    /// <summary>The prelude and what binds it: the same for every program.</summary>
    public static string Prelude { get; } = $"export default {PreludeSource.Text};";

    /// <summary>Modules run in the order in which they are named here: what the program must not have is gone before its first line.</summary>
    public const string Main = "import { serve } from 'isolate.js';\nimport program from 'code.js';\nexport default serve(program);\n";

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(HarnessFiles).Assembly.GetManifestResourceStream($"harness/{name}")!);
        return reader.ReadToEnd();
    }
}
