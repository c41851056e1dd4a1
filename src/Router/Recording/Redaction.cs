using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Router.Recording;

/// <summary>Takes secrets out of what is recorded. Thread-safe where the application's own functions are.</summary>
internal sealed partial class Redaction(Func<string, string>? redact, Func<string, bool>? isSecret)
{
    private const string AdditionalProperties = "additionalProperties";

    // What gives a document its shape is no text of anybody's.
    private static readonly string[] Structure =
        ["$type", "role", "finishReason", "mediaType", "createdAt", RecordingFormat.Blob, RecordingFormat.Kinds];

    private static readonly string[] SecretEndings = ["key", "token", "secret", "password", "passwd", "authorization", "auth", "credential", "credentials", "cookie", "bearer"];

    /// <summary>Takes out of a request the additional properties that are secret, then what the application redacts.</summary>
    internal void Request(JsonNode request)
    {
        foreach (JsonObject owner in JsonTree.Objects(request).ToArray())
        {
            if (owner[AdditionalProperties] is JsonObject properties)
            {
                foreach (JsonObject some in JsonTree.Objects(properties).ToArray())
                {
                    foreach (string name in some.Select(pair => pair.Key).Where(IsSecretName).ToArray())
                    {
                        some.Remove(name);
                    }
                }

                if (properties.Count == 0)
                {
                    owner.Remove(AdditionalProperties);
                }
            }
        }

        Texts(request);
    }

    /// <summary>Takes out of a document what the application redacts.</summary>
    internal void Texts(JsonNode? node)
    {
        if (redact is null)
        {
            return;
        }

        switch (node)
        {
            case JsonObject owner:
                bool isData = JsonTree.Text(owner["$type"]) == "data";
                foreach ((string name, JsonNode? value) in owner.ToArray())
                {
                    if (Structure.Contains(name) || (isData && name == "uri"))
                    {
                        continue;
                    }

                    if (JsonTree.Text(value) is { } text)
                    {
                        owner[name] = redact(text);
                    }
                    else
                    {
                        Texts(value);
                    }
                }

                break;
            case JsonArray list:
                for (int index = 0; index < list.Count; index++)
                {
                    if (JsonTree.Text(list[index]) is { } text)
                    {
                        list[index] = redact(text);
                    }
                    else
                    {
                        Texts(list[index]);
                    }
                }

                break;
        }
    }

    /// <summary>A text of an error.</summary>
    internal string Text(string text) => redact is null ? text : redact(text);

    private bool IsSecretName(string name) =>
        Words().Split(name).Any(word => SecretEndings.Any(ending => word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) || isSecret?.Invoke(name) is true;

    /// <summary>Where a word ends: before a capital after a small letter, and at whatever is no letter.</summary>
    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")]
    private static partial Regex Words();
}
