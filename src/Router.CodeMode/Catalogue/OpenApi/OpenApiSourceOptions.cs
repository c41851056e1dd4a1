namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>How an OpenAPI document becomes functions, and how those are called. Read once, when the source is made.</summary>
public sealed class OpenApiSourceOptions
{
    /// <summary>The namespace of its functions, an identifier: <c>github</c>.</summary>
    public required string Root { get; init; }

    /// <summary>What the document is called in messages. Default: the root.</summary>
    public string? DocumentName { get; init; }

    /// <summary>Where requests go, in place of every server that the document names. Default none: the document's own servers.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Where the document came from, against which its relative servers are resolved. Default none.</summary>
    public Uri? DocumentAddress { get; init; }

    /// <summary>The variables of the document's servers. Default: those that the document states.</summary>
    public IReadOnlyDictionary<string, string> ServerVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The secret for one of the document's security schemes: the key, the token, or <c>user:password</c>. Null: there is none, and the next
    /// alternative of the operation is taken. Programs never see it. Default: nothing is sent; what the handler adds is its own affair.
    /// </summary>
    public Func<OpenApiCredential, CancellationToken, ValueTask<string?>>? Credentials { get; init; }

    /// <summary>Which operations need a decision before each call. Default: none.</summary>
    public Func<OpenApiEndpoint, bool> RequiresApproval { get; init; } = static _ => false;

    /// <summary>Which operations become functions. Default: all.</summary>
    public Func<OpenApiEndpoint, bool> Include { get; init; } = static _ => true;

    /// <summary>
    /// The name of an operation before it is sanitised, without the root. Default, and where it answers null: its <c>operationId</c>, else method and
    /// path, as <c>get_pets_by_petId</c>.
    /// </summary>
    public Func<OpenApiEndpoint, string?>? NameOf { get; init; }

    /// <summary>The largest answer that is read, in bytes, unpacked. Default 8 MiB; at least 1 KiB.</summary>
    public int MaxAnswerBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The clock that an answer's <c>Retry-After</c> is told against. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
