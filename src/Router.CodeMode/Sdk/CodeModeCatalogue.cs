using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.Tools;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Sdk;

/// <summary>
/// The functions that are registered, and those that a request brings, as one SDK. What was put together for the same functions is kept:
/// an index over a thousand of them takes some 50 ms to build. Thread-safe.
/// </summary>
public sealed class CodeModeCatalogue : ICodeModeCatalogue
{
    private readonly FunctionCatalogue _registered;
    private readonly IReadOnlyList<AIFunction> _tools;
    private readonly HashSet<AIFunction> _own;
    private readonly SdkCache _cache = new();

    /// <summary>Makes one.</summary>
    /// <param name="registered">The functions of every request. Default: none, only those that requests bring.</param>
    public CodeModeCatalogue(FunctionCatalogue? registered = null)
    {
        _registered = registered ?? FunctionCatalogue.Empty;
        _tools = FunctionTool.All(_registered);
        _own = new HashSet<AIFunction>(_tools, ReferenceEqualityComparer.Instance);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AIFunction>> GetToolsAsync(CancellationToken cancellationToken) => new(_tools);

    /// <inheritdoc/>
    public async ValueTask<CodeModeFunctions> OpenAsync(IReadOnlyList<AIFunction> functions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(functions);

        // A request that repeats what is registered, the very object, means the same function; a wrapper around it may ask for more.
        AIFunction[] brought = [.. functions.Where(function => !_own.Contains(function))];
        if (_cache.Find(brought) is { } known)
        {
            return known;
        }

        AIFunctionSource source = new(brought, name: "ChatOptions.Tools");
        IReadOnlyList<CatalogueFunction> loaded = await source.LoadAsync(cancellationToken).ConfigureAwait(false);
        List<CatalogueFunction> all = [.. _registered.Functions, .. loaded];
        List<string> problems = [];
        CatalogueCheck.Names(all, problems);
        if (problems.Count > 0)
        {
            throw new CatalogueException(problems);
        }

        CodeModeFunctions opened = Open(loaded.Count == 0 ? _registered : new FunctionCatalogue(all));
        _cache.Add(brought, opened);
        return opened;
    }

    private static CodeModeFunctions Open(FunctionCatalogue catalogue)
    {
        ConcurrentDictionary<CatalogueFunction, JsonElement?> results = new(ReferenceEqualityComparer.Instance);
        return new CodeModeFunctions(new CatalogueDispatcher(catalogue), new SdkGuide(catalogue))
        {
            ResultSchema = name => catalogue.Find(name) is { } function ? results.GetOrAdd(function, ToolSchema.OfResult) : null,
        };
    }
}
