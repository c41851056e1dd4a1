using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>Keeps the values of sessions in this process. Nothing is dropped to make room: a program is told that there is none. Thread-safe.</summary>
public sealed class InMemorySessionValues : ISessionValues
{
    private readonly SessionTable<Dictionary<string, JsonElement>> _sessions;
    private readonly SessionLimits _limits;

    /// <summary>Makes a store.</summary>
    /// <param name="limits">How much is kept. Default: the defaults of <see cref="SessionLimits"/>.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    public InMemorySessionValues(SessionLimits? limits = null, TimeProvider? timeProvider = null)
    {
        _limits = limits ?? new SessionLimits();
        _limits.Validate();
        _sessions = new SessionTable<Dictionary<string, JsonElement>>(_limits.Sessions, _limits.Lifetime, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc />
    public ValueTask<JsonElement?> GetAsync(string sessionId, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(key);
        return new(_sessions.Use(sessionId, Make, values => values.TryGetValue(key, out JsonElement value) ? value : (JsonElement?)null));
    }

    /// <inheritdoc />
    public ValueTask SetAsync(string sessionId, string key, JsonElement? value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(key);
        _sessions.Use(sessionId, Make, values => Set(values, key, value?.Clone()));
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, JsonElement> Make() => new(StringComparer.Ordinal);

    private bool Set(Dictionary<string, JsonElement> values, string key, JsonElement? value)
    {
        if (value is not { } element)
        {
            return values.Remove(key);
        }

        long others = values.Where(entry => entry.Key != key).Sum(entry => Size(entry.Key, entry.Value));
        if ((!values.ContainsKey(key) && values.Count >= _limits.Entries) || others + Size(key, element) > _limits.Bytes)
        {
            throw new CodeCallException($"There is no room for '{key}': a session keeps {_limits.Entries} values and {_limits.Bytes} bytes.")
            {
                Kind = CodeErrorKind.InvalidArguments,
                Hint = "Delete what is no longer needed with store.delete(key), or store less.",
            };
        }

        values[key] = element;
        return true;
    }

    private static long Size(string key, JsonElement value) => key.Length + ModelJson.Utf8Length(value);
}
