using Jint.Runtime;
using Jint.Runtime.Modules;

namespace Router.CodeMode.Jint.Runs;

/// <summary>Whatever a program imports, there is none.</summary>
internal sealed class NoModules : IModuleLoader
{
    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest) =>
        new(moduleRequest, moduleRequest.Specifier, null, SpecifierType.Bare);

    public global::Jint.Runtime.Modules.Module LoadModule(global::Jint.Engine engine, ResolvedSpecifier resolved) =>
        throw new JavaScriptException(engine.Intrinsics.Error, $"No such module \"{resolved.Key}\".");
}
