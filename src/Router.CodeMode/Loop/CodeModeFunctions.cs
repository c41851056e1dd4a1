using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>The functions of one request. Thread-safe.</summary>
/// <param name="Dispatcher">Makes the calls.</param>
/// <param name="Guide">Tells a model of them.</param>
public sealed record CodeModeFunctions(ICodeDispatcher Dispatcher, ISdkGuide Guide)
{
    /// <summary>
    /// The JSON Schema of what a function returns, by the name that programs use: where it says <c>"x-personal": true</c>, the values are
    /// masked from the model. Null: not known.
    /// </summary>
    public Func<string, JsonElement?> ResultSchema { get; init; } = static _ => null;
}
