using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue;

/// <summary>
/// Makes the calls of programs to the functions of a catalogue: finds the function by name or by the name its source gave it, checks the arguments
/// against its schemas, and turns every failure into one that a program can catch and whose words hold nothing they should not. Thread-safe.
/// </summary>
public sealed class CatalogueDispatcher : ICodeDispatcher
{
    private readonly Dictionary<CatalogueFunction, CodeFunction> _found;
    private readonly ArgumentBinder _binder = new();
    private readonly Lazy<NameSuggestions> _suggestions;
    private readonly ILogger _logger;

    /// <summary>Makes a dispatcher.</summary>
    /// <param name="catalogue">What can be called.</param>
    /// <param name="logger">Told the type of an exception whose message is kept from the program. Default: none.</param>
    public CatalogueDispatcher(FunctionCatalogue catalogue, ILogger<CatalogueDispatcher>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        Catalogue = catalogue;
        _logger = logger ?? NullLogger<CatalogueDispatcher>.Instance;
        _suggestions = new Lazy<NameSuggestions>(() => new NameSuggestions(catalogue));
        _found = new Dictionary<CatalogueFunction, CodeFunction>(catalogue.Functions.Count, ReferenceEqualityComparer.Instance);
        foreach (CatalogueFunction function in catalogue.Functions)
        {
            _found[function] = new CodeFunction
            {
                Name = function.Name,
                RequiresApproval = function.RequiresApproval,
                Idempotent = function.Idempotent,
                ReadOnly = function.ReadOnly,
            };
        }
    }

    /// <summary>What can be called.</summary>
    public FunctionCatalogue Catalogue { get; }

    /// <inheritdoc />
    public IReadOnlyCollection<string> Roots => Catalogue.Roots;

    /// <inheritdoc />
    public CodeFunction? Find(string name) => Catalogue.Find(name) is { } function ? _found[function] : null;

    /// <inheritdoc />
    public string? Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _suggestions.Value.For(name);
    }

    /// <summary>
    /// What is wrong with the arguments of a call, as <see cref="InvokeAsync"/> would say it, without making it. Null: nothing.
    /// </summary>
    /// <param name="name">The function, as a program writes it.</param>
    /// <param name="arguments">All arguments, an array.</param>
    public CodeError? Check(string name, JsonElement arguments) =>
        Catalogue.Find(name) is { } function ? _binder.Bind(function, arguments).Error : Unknown(name);

    /// <summary>What is wrong with the names of the members of a call's one argument. Null: nothing.</summary>
    internal CodeError? CheckMembers(string name, IReadOnlyList<string> members)
    {
        if (Catalogue.Find(name) is not { TakesOneObject: true } function)
        {
            return null;
        }

        if (!function.TakesFurtherMembers && members.FirstOrDefault(member => function.Parameters.All(parameter => parameter.Name != member)) is { } unknown)
        {
            return Invalid(function, $"it has no parameter '{unknown}'", $"Its parameters: {string.Join(", ", function.Parameters.Select(parameter => parameter.Name))}.");
        }

        return function.Parameters.FirstOrDefault(parameter => parameter.Required && !members.Contains(parameter.Name)) is { } missing
            ? Invalid(function, $"'{missing.Name}' is missing", null)
            : null;
    }

    private static CodeError Invalid(CatalogueFunction function, string what, string? hint) =>
        new() { Kind = CodeErrorKind.InvalidArguments, Message = $"{function.Name}: {what}.", Hint = hint };

    /// <inheritdoc />
    public async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codeCall);
        if (Catalogue.Find(codeCall.Name) is not { } function)
        {
            return CodeCallResult.Failure(Unknown(codeCall.Name));
        }

        (IReadOnlyDictionary<string, JsonElement>? arguments, CodeError? error) = _binder.Bind(function, codeCall.Arguments);
        if (error is not null)
        {
            return CodeCallResult.Failure(error);
        }

        try
        {
            return await function.Invoke(new CatalogueCall(codeCall, arguments!), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (CodeCallException exception)
        {
            return CodeCallResult.Failure(new CodeError { Kind = exception.Kind, Message = $"{function.Name}: {exception.Message}", Hint = exception.Hint });
        }
        catch (Exception exception)
        {
            // Its message may hold what a model must not read, so that neither the program nor the log is told it.
            _logger.CallFailed(function.Name, exception.GetType().Name);
            return CodeCallResult.Failure(new CodeError { Kind = CodeErrorKind.FunctionFailed, Message = $"{function.Name} failed." });
        }
    }

    private CodeError Unknown(string name) => new()
    {
        Kind = CodeErrorKind.UnknownFunction,
        Message = $"There is no function '{(name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…"))}'.",
        Hint = Suggest(name),
    };
}
