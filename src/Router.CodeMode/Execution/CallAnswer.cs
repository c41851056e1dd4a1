using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>What came of a call, within the limits. Immutable.</summary>
internal sealed record CallAnswer
{
    private const int MaxMessage = 8 * 1024;

    /// <summary>Nobody knows: the function ended by its cancellation.</summary>
    internal static CallAnswer Unknown { get; } = new() { IsUnknown = true };

    /// <summary>It worked and has no value.</summary>
    internal static CallAnswer Nothing { get; } = new();

    internal string? Json { get; private init; }

    internal long Bytes { get; private init; }

    internal CodeError? Error { get; private init; }

    internal bool IsPending { get; private init; }

    internal bool IsUnknown { get; private init; }

    internal static CallAnswer Failed(CodeError error) => new() { Error = error };

    /// <summary>Reads what a function answered.</summary>
    internal static CallAnswer Of(CodeCallResult? result, string name, CodeLimits limits)
    {
        if (result is null)
        {
            return Failed(CodeErrors.FunctionFailed(name));
        }

        if (result.IsPending)
        {
            return new CallAnswer { IsPending = true };
        }

        if (result.Error is { } error)
        {
            return Failed(Told(error));
        }

        if (result.Value is not { ValueKind: not JsonValueKind.Undefined } value)
        {
            return Nothing;
        }

        string json;
        try
        {
            json = UntrustedJson.Write(value);
        }
        catch (ObjectDisposedException)
        {
            return Failed(CodeErrors.FunctionFailed(name));
        }
        catch (InvalidOperationException)
        {
            // Deeper than anything is written.
            return Failed(CodeErrors.AnswerTooDeep(name, limits.Nesting));
        }

        return UntrustedJson.Check(json, limits.CallResultBytes, limits.Nesting, out long bytes, out _) switch
        {
            JsonFault.None => new CallAnswer { Json = json, Bytes = bytes },
            JsonFault.TooLong => Failed(CodeErrors.AnswerTooLong(name, bytes, limits.CallResultBytes)),
            JsonFault.TooDeep => Failed(CodeErrors.AnswerTooDeep(name, limits.Nesting)),
            _ => Failed(CodeErrors.FunctionFailed(name)),
        };
    }

    // A function fails its own call; it does not end a run, and does not flood one.
    private static CodeError Told(CodeError error) => new()
    {
        Kind = error.Kind is CodeErrorKind.UnknownFunction or CodeErrorKind.InvalidArguments or CodeErrorKind.Denied or CodeErrorKind.InDoubt
            or CodeErrorKind.OutputTooLarge or CodeErrorKind.CallLimit or CodeErrorKind.Timeout or CodeErrorKind.Cancelled
            ? error.Kind
            : CodeErrorKind.FunctionFailed,
        Message = Short(error.Message),
        Hint = error.Hint is { } hint ? Short(hint) : null,
    };

    private static string Short(string text) => text.Length <= MaxMessage ? text : $"{text.AsSpan(0, MaxMessage)}… (cut)";
}
