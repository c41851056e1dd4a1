namespace Router.CodeMode.Loop;

/// <summary>
/// How a request was served. Rides in <c>ChatResponse.AdditionalProperties["router.codeMode"]</c> and on the last update of a stream;
/// <see cref="CodeModeExtensions"/> finds it. Absent where the request had no functions. Immutable.
/// </summary>
public sealed record CodeModeReport
{
    /// <summary>The key under which it rides.</summary>
    public const string PropertyName = CodeModeOptions.RequestProperty;

    /// <summary>The policy that held.</summary>
    public required CodeModePolicy Policy { get; init; }

    /// <summary>Whether the model saw the two tools in place of its functions.</summary>
    public required bool Active { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>How many functions the two tools stand for, or would.</summary>
    public int Functions { get; init; }

    /// <summary>What the definitions of these functions come to, in tokens. Measured only where the policy is <see cref="CodeModePolicy.Auto"/>; else 0.</summary>
    public int DefinitionTokens { get; init; }

    /// <summary>How often the model was asked.</summary>
    public int ModelCalls { get; init; }

    /// <summary>How many programs ended, well or not.</summary>
    public int Programs { get; init; }

    /// <summary>How many programs wait for a decision.</summary>
    public int Waiting { get; init; }
}
