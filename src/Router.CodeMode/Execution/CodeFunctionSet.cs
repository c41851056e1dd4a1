using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Execution;

/// <summary>A plain set of functions for programs. Thread-safe; functions may be added while runs go on.</summary>
public sealed class CodeFunctionSet : ICodeDispatcher
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Entry> _functions = new(StringComparer.Ordinal);
    // Each prefix of a name, with one of the names below it.
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private volatile string[] _roots = [];
    private volatile string[] _names = [];

    /// <inheritdoc />
    public IReadOnlyCollection<string> Roots => _roots;

    /// <summary>Adds a function of the application.</summary>
    /// <param name="name">Identifiers joined by dots; words of the language may be members, not roots.</param>
    /// <param name="body">Makes a call; null is undefined. Throw <see cref="CodeCallException"/> to fail with words that the program reads.</param>
    /// <param name="requiresApproval">As <see cref="CodeFunction.RequiresApproval"/>.</param>
    /// <param name="idempotent">As <see cref="CodeFunction.Idempotent"/>.</param>
    /// <param name="readOnly">As <see cref="CodeFunction.ReadOnly"/>.</param>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentException">The name is none, is taken, or is another function's namespace.</exception>
    public CodeFunctionSet Add(
        string name, Func<CodeCall, CancellationToken, ValueTask<JsonElement?>> body, bool requiresApproval = false, bool idempotent = false,
        bool readOnly = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(
            new CodeFunction { Name = name, RequiresApproval = requiresApproval, Idempotent = idempotent, ReadOnly = readOnly },
            async (codeCall, cancellationToken) => CodeCallResult.Success(await body(codeCall, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>Adds a function that may also answer that its result comes later.</summary>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentException">The name is none, is taken, or is another function's namespace.</exception>
    public CodeFunctionSet Add(CodeFunction function, Func<CodeCall, CancellationToken, ValueTask<CodeCallResult>> body)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(body);
        string name = function.Name ?? throw new ArgumentException("CodeFunction.Name is null.", nameof(function));
        if (CodeNames.Fault(name) is { } fault)
        {
            throw new ArgumentException($"'{(name.Length <= CodeNames.MaxLength ? name : name[..CodeNames.MaxLength])}' {fault}.", nameof(function));
        }

        lock (_gate)
        {
            Enter(new Entry(function, body));
        }

        return this;
    }

    /// <summary>
    /// Adds a function of Microsoft.Extensions.AI. A program calls it with one object of its parameters, or with its parameters in the schema's
    /// order; what does not fit the schema fails with what would. An <see cref="ApprovalRequiredAIFunction"/> requires approval. In its
    /// arguments bytes become base64 text; in its results bytes and <see cref="DataContent"/> become <c>{"$bytes":"base64"}</c>.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="name">Its name in programs. Default: its own.</param>
    /// <param name="idempotent">As <see cref="CodeFunction.Idempotent"/>.</param>
    /// <param name="readOnly">As <see cref="CodeFunction.ReadOnly"/>.</param>
    /// <param name="services">Given to the function with each call. Default none.</param>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentException">The name is none, is taken, or is another function's namespace.</exception>
    public CodeFunctionSet Add(
        AIFunction function, string? name = null, bool idempotent = false, bool readOnly = false, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        CodeFunction described = new()
        {
            Name = name ?? function.Name,
            RequiresApproval = function.GetService<ApprovalRequiredAIFunction>() is not null,
            Idempotent = idempotent,
            ReadOnly = readOnly,
        };
        return Add(described, new AIFunctionBody(function, described.Name, services).InvokeAsync);
    }

    /// <inheritdoc />
    public CodeFunction? Find(string name) => _functions.TryGetValue(name, out Entry? entry) ? entry.Function : null;

    /// <inheritdoc />
    public string? Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NameSuggestions.For(name, _names);
    }

    /// <inheritdoc />
    public ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codeCall);
        return _functions.TryGetValue(codeCall.Name, out Entry? entry)
            ? entry.Body(codeCall, cancellationToken)
            : ValueTask.FromResult(CodeCallResult.Failure(CodeErrors.Unknown(codeCall.Name, Suggest(codeCall.Name))));
    }

    private void Enter(Entry entry)
    {
        string name = entry.Function.Name;
        if (_functions.ContainsKey(name))
        {
            throw new ArgumentException($"There is a function {name} already.");
        }

        if (_namespaces.TryGetValue(name, out string? below))
        {
            throw new ArgumentException($"The function {name} cannot be added: {below} stands below that name, and a name is a function or a namespace.");
        }

        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (_functions.ContainsKey(name[..dot]))
            {
                throw new ArgumentException($"The function {name} cannot be added: {name[..dot]} is a function, and a name is a function or a namespace.");
            }
        }

        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            _namespaces.TryAdd(name[..dot], name);
        }

        _functions[name] = entry;
        _names = [.. _names, name];
        string root = CodeNames.Root(name);
        if (!_roots.Contains(root))
        {
            _roots = [.. _roots, root];
        }
    }

    private sealed record Entry(CodeFunction Function, Func<CodeCall, CancellationToken, ValueTask<CodeCallResult>> Body);
}
