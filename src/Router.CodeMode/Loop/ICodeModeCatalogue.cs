using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>Brings the functions of a request and those that are registered together. Thread-safe.</summary>
public interface ICodeModeCatalogue
{
    /// <summary>The registered functions as ordinary tools: what a request gets that is served without Code Mode.</summary>
    ValueTask<IReadOnlyList<AIFunction>> GetToolsAsync(CancellationToken cancellationToken);

    /// <summary>All functions that the programs of one request can call.</summary>
    /// <param name="functions">The functions that the request brought, in its order.</param>
    /// <param name="cancellationToken">Ends the loading of sources.</param>
    /// <exception cref="Catalogue.CatalogueException">Two functions have one name.</exception>
    ValueTask<CodeModeFunctions> OpenAsync(IReadOnlyList<AIFunction> functions, CancellationToken cancellationToken);
}
