using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>
/// The operations of an OpenAPI document (2.0 to 3.2, JSON) as functions that take one object: parameters and the members of the body side by side.
/// <para>
/// Requests go only to the document's servers, or to <see cref="OpenApiSourceOptions.BaseAddress"/> in their place. Credentials are added here, never
/// shown to a program, taken out of what comes back, and carried to no other host. Nothing is repeated: a failed call is a failed call.
/// </para>
/// <para>The document is read with the first load and kept. Thread-safe.</para>
/// </summary>
public sealed class OpenApiSource : ICatalogueSource
{
    private readonly OpenApiSourceOptions _options;
    private readonly ApiCaller _caller;
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _document;
    private IReadOnlyList<CatalogueFunction>? _functions;

    /// <summary>Makes a source.</summary>
    /// <param name="document">The document, JSON in UTF-8. Read with the first load.</param>
    /// <param name="handler">
    /// What sends its requests, such as <see cref="OpenApiHandlers.Create"/> or a handler of the application's that adds to it. It must follow no redirect
    /// and keep no cookie, and stays the caller's.
    /// </param>
    /// <param name="options">Its namespace, server, credentials and limits.</param>
    /// <exception cref="ArgumentException">The handler follows redirects or keeps cookies.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="OpenApiSourceOptions.MaxAnswerBytes"/> is less than 1 KiB.</exception>
    public OpenApiSource(ReadOnlyMemory<byte> document, HttpMessageHandler handler, OpenApiSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAnswerBytes, 1024, nameof(options));
        if (OpenApiHandlers.Problem(handler) is { } problem)
        {
            throw new ArgumentException(problem, nameof(handler));
        }

        _document = document;
        _options = options;
        DocumentName = options.DocumentName ?? options.Root;
        _caller = new ApiCaller(new HttpMessageInvoker(handler, disposeHandler: false), options);
    }

    /// <inheritdoc />
    public string Name => $"OpenAPI document {DocumentName}";

    /// <inheritdoc />
    public string? Root => _options.Root;

    private string DocumentName { get; }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<CatalogueFunction>> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _functions ??= Load();
            _document = default;
            return new(_functions);
        }
    }

    private List<CatalogueFunction> Load()
    {
        ApiDocument document = new(DocumentReader.Read(_document, DocumentName), DocumentName);
        if (CatalogueJson.Member(document.Root, "components", JsonValueKind.Object) is { } components
            && CatalogueJson.Member(components, "schemas", JsonValueKind.Object) is { } schemas)
        {
            document.CheckReferences(schemas, "components/schemas");
        }

        List<CatalogueFunction> functions =
        [
            .. new OperationReader(document, _options)
                .Read((operation, function) => function with { Invoke = (call, cancellationToken) => _caller.CallAsync(operation, function.SchemaRoot!.Value, call, cancellationToken) })
                .Select(pair => pair.Function),
        ];
        return document.Problems.Count == 0 ? functions : throw new CatalogueException([.. document.Problems.Distinct()]);
    }
}
