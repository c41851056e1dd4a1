using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>What a function answers: a value, a failure, or that the result will come later. Immutable.</summary>
public sealed record CodeCallResult
{
    private CodeCallResult()
    {
    }

    /// <summary>The value of a call that worked; null where it failed, is pending, or has none.</summary>
    public JsonElement? Value { get; private init; }

    /// <summary>Why the call failed.</summary>
    public CodeError? Error { get; private init; }

    /// <summary>Whether the result comes from elsewhere: the run sleeps until <see cref="CodeResume.Results"/> brings it.</summary>
    public bool IsPending { get; private init; }

    /// <summary>The result will come with <see cref="ICodeExecutor.ResumeAsync"/>.</summary>
    public static CodeCallResult Pending { get; } = new() { IsPending = true };

    /// <summary>The call worked.</summary>
    public static CodeCallResult Success(JsonElement? value) => new() { Value = value };

    /// <summary>The call failed. The program can catch it and reads the message.</summary>
    public static CodeCallResult Failure(CodeError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new() { Error = error };
    }
}
