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
        // Stands for the build id until all else is there to be hashed; random, so that it is found in one place only.
        var placeholder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
        var sizes = new ModuleEmitter(new ModuleContext(file, options, runtime, type)).Emit(placeholder);
        type.CreateType();
        var image = Write(assembly, SHA256.HashData(module.Span));
        return new WasmCompilation(image, Sign(image, placeholder), sizes);
    }

    private static byte[] Write(PersistedAssemblyBuilder assembly, byte[] identity)
    {
        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(),
            new MetadataRootBuilder(metadata),
            code,
            mappedFieldData: data,
            deterministicIdProvider: _ => BlobContentId.FromHash(identity));
        var blob = new BlobBuilder();
        image.Serialize(blob);
        return blob.ToArray();
    }

    // A saved instance is good for the same code alone, so the build id is the hash of the code itself: nobody can forget to change it.
    // What is random comes from it too, and the same module becomes the same file.
    private static string Sign(byte[] image, string placeholder)
    {
        using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray((byte[])image.Clone()));
        var definitions = reader.GetMetadataReader();
        var version = Find(image, definitions.GetGuid(definitions.GetModuleDefinition().Mvid).ToByteArray());
        var constant = Find(image, Encoding.Unicode.GetBytes(placeholder));
        version.Clear();
        constant.Clear();
        var hash = SHA256.HashData(image);
        var buildId = Convert.ToHexStringLower(hash);
        hash.AsSpan(0, version.Length).CopyTo(version);
        Encoding.Unicode.GetBytes(buildId, constant);
        return buildId;
    }

    private static Span<byte> Find(byte[] image, ReadOnlySpan<byte> value) => image.AsSpan(image.AsSpan().IndexOf(value), value.Length);
}
