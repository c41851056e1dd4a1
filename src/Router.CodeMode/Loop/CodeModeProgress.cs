using System.Text.Json;

namespace Router.CodeMode.Loop;

/// <summary>
/// What a program tells while it runs: <c>await notify(...)</c>. Rides on an update of its own, without contents, in
/// <c>AdditionalProperties["router.codeMode.progress"]</c>; <see cref="CodeModeExtensions"/> finds it. Only streams bring it. Immutable.
/// </summary>
/// <param name="CallId">The call of <c>execute_code</c> that the program runs for.</param>
/// <param name="RunId">The run.</param>
/// <param name="Value">What the program gave.</param>
public sealed record CodeModeProgress(string CallId, string RunId, JsonElement Value)
{
    /// <summary>The key under which it rides.</summary>
    public const string PropertyName = "router.codeMode.progress";
}
