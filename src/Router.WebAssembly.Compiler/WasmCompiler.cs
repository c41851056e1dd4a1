using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Compiler.Emit;
using Router.WebAssembly.Compiler.Validation;

namespace Router.WebAssembly.Compiler;

/// <summary>Translates WebAssembly modules to assemblies. Thread-safe.</summary>
public static class WasmCompiler
{
    // To be raised with every change of what is generated: a saved instance is good for the same build alone.
    private const string Version = "1";

    /// <summary>Decodes, validates and translates a module.</summary>
    /// <exception cref="WasmFormatException">The module is malformed, invalid, too large, or uses what is not translated.</exception>
    public static WasmCompilation Compile(ReadOnlyMemory<byte> module, WasmCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AddressBits, 16, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AddressBits, 31, nameof(options));
        var file = ModuleReader.Read(module);
        ModuleValidator.Validate(file);
        using var references = ReferenceSet.Open(options.References);
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(options.AssemblyName) { Version = new Version(1, 0, 0, 0) }, references.Core);
        var runtime = new RuntimeMembers(references.Core, references.Library);
        var type = assembly.DefineDynamicModule(options.AssemblyName).DefineType(
            $"{options.Namespace}.{options.ClassName}", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Class, runtime.Module);
        var buildId = BuildId(module, options);
        var sizes = new ModuleEmitter(new ModuleContext(file, options, runtime, type)).Emit(buildId);
        type.CreateType();
        return new WasmCompilation(Write(assembly, buildId), buildId, sizes);
    }

    // The same module is to become the same file, so whatever is random or a time stamp comes from the build id instead.
    private static byte[] Write(PersistedAssemblyBuilder assembly, string buildId)
    {
        var identity = SHA256.HashData(Encoding.ASCII.GetBytes(buildId));
        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(),
            new MetadataRootBuilder(metadata),
            code,
            mappedFieldData: data,
            deterministicIdProvider: _ => BlobContentId.FromHash(identity));
        var blob = new BlobBuilder();
        image.Serialize(blob);
        var bytes = blob.ToArray();
        using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        var definitions = reader.GetMetadataReader();
        var version = definitions.GetGuid(definitions.GetModuleDefinition().Mvid).ToByteArray();
        identity.AsSpan(0, version.Length).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(version)));
        return bytes;
    }

    private static string BuildId(ReadOnlyMemory<byte> module, WasmCompilerOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(module.Span);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version} {options.Access} {options.AddressBits}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
