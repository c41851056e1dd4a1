using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue;

/// <summary>One function that programs can call: what a model reads of it, and what is behind it. Immutable.</summary>
public sealed record CatalogueFunction
{
    /// <summary>The name in programs: identifiers joined by dots, the first of which is the namespace: <c>github.issues.list</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the source gave it: <c>issues/list</c>. It dispatches too.</summary>
    public required string RawName { get; init; }

    /// <summary>Who brought it, for messages: <c>OpenAPI document github.json</c>.</summary>
    public required string Source { get; init; }

    /// <summary>One line. Default none.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>More than one line, without the summary. Default none.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Its parameters, in the order of a call. One object with members is the usual case: see <see cref="TakesOneObject"/>.</summary>
    public required IReadOnlyList<CatalogueParameter> Parameters { get; init; }

    /// <summary>
    /// Whether a call has one argument, an object whose members are <see cref="Parameters"/>: <c>f({ id: 1 })</c>. Otherwise they are its
    /// arguments, one by one: <c>f("model", { prompt })</c>.
    /// </summary>
    public bool TakesOneObject { get; init; } = true;

    /// <summary>
    /// Whether the one object may have members that no parameter names; they are handed on. Default false: such a member is an error.
    /// </summary>
    public bool TakesFurtherMembers { get; init; }

    /// <summary>The JSON Schema of what it returns. Null: unknown.</summary>
    public JsonElement? ResultSchema { get; init; }

    /// <summary>What <c>$ref</c> in its schemas points into: <c>$defs</c> or <c>components</c>, by pointer. Null: they are whole.</summary>
    public JsonElement? SchemaRoot { get; init; }

    /// <summary>Words to find it by, such as OpenAPI tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>As in <see cref="CodeFunction.RequiresApproval"/>.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>As in <see cref="CodeFunction.Idempotent"/>.</summary>
    public bool Idempotent { get; init; }

    /// <summary>As in <see cref="CodeFunction.ReadOnly"/>.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Makes a call whose arguments have been checked against the schemas.</summary>
    public required Func<CatalogueCall, CancellationToken, ValueTask<CodeCallResult>> Invoke { get; init; }
}
