using System.Runtime.InteropServices;
using Router.CodeMode.Engines;

namespace Router.CodeMode.Workers.Binary;

/// <summary>Finds the program that runs programs.</summary>
internal static class WorkerdBinary
{
    /// <summary>The path of it.</summary>
    /// <param name="configured"><see cref="WorkersOptions.WorkerdPath"/>.</param>
    /// <param name="baseDirectory">Where the application is.</param>
    /// <exception cref="ScriptEngineException">It is nowhere.</exception>
    public static string Find(string? configured, string baseDirectory)
    {
        if (configured is not null)
        {
            return File.Exists(configured)
                ? Path.GetFullPath(configured)
                : throw new ScriptEngineException($"WorkersOptions.WorkerdPath names {configured}, which is no file. {Remedy}");
        }

        string file = OperatingSystem.IsWindows() ? "workerd.exe" : "workerd";
        string packed = Path.Combine(baseDirectory, "runtimes", Rid, "native", file);
        if (File.Exists(packed))
        {
            return packed;
        }

        string installed = Path.Combine("node_modules", "@cloudflare", NpmName, "bin", file);
        for (DirectoryInfo? place = new(baseDirectory); place is not null; place = place.Parent)
        {
            string path = Path.Combine(place.FullName, installed);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new ScriptEngineException($"There is no workerd at {packed}, nor in a node_modules at {baseDirectory} or above. {Remedy}");
    }

    private static string Remedy =>
        $"Reference the package Router.CodeMode.Workers.Runtime.{Rid}, or set WorkersOptions.WorkerdPath, or run programs elsewhere by WorkersOptions.Url.";

    private static string Rid => $"{System}-{Architecture}";

    private static string NpmName => $"workerd-{(System switch { "osx" => "darwin", "win" => "windows", _ => "linux" })}-{(Architecture == "x64" ? "64" : Architecture)}";

    private static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Architecture => RuntimeInformation.ProcessArchitecture == global::System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
}
