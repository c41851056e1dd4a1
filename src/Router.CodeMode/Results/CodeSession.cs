using System.Text.Json;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Results;

/// <summary>Whose programs run, and what they share. One for each request. Thread-safe.</summary>
internal sealed record CodeSession
{
    /// <summary>The session as the caller named it. Null: it did not.</summary>
    internal string? Id { get; init; }

    /// <summary>By which its state is kept: the tenant and the session, or something new where there is none.</summary>
    internal required string Key { get; init; }

    internal required CodeModeOptions Options { get; init; }

    internal required CodeModeFunctions Functions { get; init; }

    internal required IArtifactStore Artifacts { get; init; }

    internal required ISessionValues Values { get; init; }

    /// <summary>Null: nothing is personal.</summary>
    internal PersonalDataVault? Vault { get; init; }

    /// <summary>Where the functions of the application are called; null: anywhere.</summary>
    internal SynchronizationContext? Context { get; init; }

    /// <summary>Receives what programs tell with <c>notify</c>.</summary>
    internal Action<CodeModeProgress>? Progress { get; init; }

    internal ITokenCounter Counter => Options.Counter;

    internal ICodeExecutor Executor => Options.Executor!;

    /// <summary>Remembers what the schema of a function's result says is personal.</summary>
    internal void Learn(string function, JsonElement? result)
    {
        if (Vault is not null && result is { } value && Functions.ResultSchema(function) is { } schema)
        {
            Vault.Learn(value, schema);
        }
    }
}
