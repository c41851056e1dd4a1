using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Catalogue.Routes;
using Router.CodeMode.Catalogue.Tools;

namespace Router.CodeMode.Catalogue;

/// <summary>
/// Puts sources together to a <see cref="FunctionCatalogue"/>. Sources belong to who adds them: nothing is disposed. A builder may build any number
/// of times, each time reading its sources anew. Not thread-safe.
/// </summary>
public sealed class FunctionCatalogueBuilder
{
    private readonly List<ICatalogueSource> _sources = [];

    /// <summary>Adds a source. Returns this builder.</summary>
    public FunctionCatalogueBuilder Add(ICatalogueSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _sources.Add(source);
        return this;
    }

    /// <summary>Adds tools that are functions. Returns this builder.</summary>
    /// <param name="tools">The tools, read when the catalogue is built.</param>
    /// <param name="root">Their namespace, an identifier. Null: they stand at the top.</param>
    /// <param name="services">What the functions are given as their services. Default none.</param>
    public FunctionCatalogueBuilder AddTools(IEnumerable<AITool> tools, string? root = null, IServiceProvider? services = null) =>
        Add(new AIFunctionSource(tools, root, services));

    /// <summary>Adds the operations of an OpenAPI document. Returns this builder.</summary>
    /// <param name="document">The document, JSON in UTF-8.</param>
    /// <param name="handler">What sends its requests, as in <see cref="OpenApiSource"/>.</param>
    /// <param name="options">Its namespace, server, credentials and limits.</param>
    public FunctionCatalogueBuilder AddOpenApi(ReadOnlyMemory<byte> document, HttpMessageHandler handler, OpenApiSourceOptions options) =>
        Add(new OpenApiSource(document, handler, options));

    /// <summary>Adds a router under the names of its providers' own SDKs. Returns this builder.</summary>
    /// <param name="router">The router, which stays its owner's.</param>
    /// <param name="options">Which names, and which routes serve which models. Default: all names, no mapping.</param>
    public FunctionCatalogueBuilder AddRouter(ModelRouter router, RouterSourceOptions? options = null) => Add(new RouterSource(router, options));

    /// <summary>
    /// Reads all sources. Where a name of a source is also the namespace of another of the same source, it gets <c>_</c> behind it:
    /// <see cref="FunctionCatalogue.Renamed"/> tells of it.
    /// </summary>
    /// <exception cref="CatalogueException">Some cannot be read, or their names cannot stand side by side. Every problem is listed.</exception>
    public async ValueTask<FunctionCatalogue> BuildAsync(CancellationToken cancellationToken = default)
    {
        List<CatalogueFunction> functions = [];
        List<string> problems = [];
        List<string> renamed = [];
        foreach (ICatalogueSource source in _sources.ToArray())
        {
            try
            {
                IReadOnlyList<CatalogueFunction> loaded = await source.LoadAsync(cancellationToken).ConfigureAwait(false);
                CatalogueCheck.Source(source, loaded, problems);
                functions.AddRange(NamesBelowNames.Settle(loaded, renamed));
            }
            catch (CatalogueException exception)
            {
                problems.AddRange(exception.Problems.Count > 0 ? exception.Problems : [$"{source.Name}: {exception.Message}"]);
            }
        }

        CatalogueCheck.Names(functions, problems);
        return problems.Count == 0 ? new FunctionCatalogue(functions) { Renamed = renamed } : throw new CatalogueException(problems);
    }
}
