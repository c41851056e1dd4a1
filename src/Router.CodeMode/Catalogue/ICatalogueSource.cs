namespace Router.CodeMode.Catalogue;

/// <summary>Brings functions into a catalogue: a list of tools, an OpenAPI document, an MCP server, the router itself. Thread-safe.</summary>
public interface ICatalogueSource
{
    /// <summary>Who this is, for messages.</summary>
    string Name { get; }

    /// <summary>The first part of its functions' names, an identifier. Null: they have none, and stand beside each other at the top.</summary>
    string? Root { get; }

    /// <summary>Reads its functions.</summary>
    /// <exception cref="CatalogueException">It cannot be read; the message says what is wrong, and where.</exception>
    ValueTask<IReadOnlyList<CatalogueFunction>> LoadAsync(CancellationToken cancellationToken);
}
