using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>Keeps what programs store for later programs of their session. Thread-safe.</summary>
public interface ISessionValues
{
    /// <summary>The value of a key. Null: there is none.</summary>
    ValueTask<JsonElement?> GetAsync(string sessionId, string key, CancellationToken cancellationToken);

    /// <summary>Sets a key; null removes it.</summary>
    /// <exception cref="Execution.CodeCallException">There is no room; the words are for the program.</exception>
    ValueTask SetAsync(string sessionId, string key, JsonElement? value, CancellationToken cancellationToken);
}
