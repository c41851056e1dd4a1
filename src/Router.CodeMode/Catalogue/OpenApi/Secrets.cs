using System.Text;
using System.Text.Json;
using Router.CodeMode.Results;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>The secrets of one request, and their removal from what comes back. Not thread-safe.</summary>
internal sealed class Secrets
{
    private const string Mark = "[removed]";

    // Shorter ones would be found in words that have nothing to do with them.
    private const int Shortest = 6;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    internal void Add(string secret)
    {
        foreach (string form in new[] { secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) })
        {
            if (form.Length >= Shortest)
            {
                _texts.Add(form);
            }
        }
    }

    internal string Remove(string text)
    {
        foreach (string secret in _texts.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The value without secrets, however its text was escaped; the same where it held none.</summary>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode, so that nobody can tell what it holds.</exception>
    internal JsonElement Remove(JsonElement value) =>
        _texts.Count > 0 && Holds(value) ? JsonRewriter.Rewrite(value, static (_, _) => null, (_, text) => Remove(text)) : value;

    private bool Holds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Holds(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        JsonValueKind.Object => value.EnumerateObject().Any(member => Holds(member.Name) || Holds(member.Value)),
        _ => false,
    };

    private bool Holds(string text) => _texts.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>The bytes without secrets; the same array where it held none.</summary>
    internal byte[] Remove(byte[] bytes)
    {
        foreach (string secret in _texts)
        {
            byte[] needle = Encoding.UTF8.GetBytes(secret);
            if (bytes.AsSpan().IndexOf(needle) >= 0)
            {
                bytes = Replace(bytes, needle);
            }
        }

        return bytes;
    }

    private static byte[] Replace(byte[] bytes, byte[] needle)
    {
        using MemoryStream cleaned = new(bytes.Length);
        ReadOnlySpan<byte> rest = bytes;
        for (int at = rest.IndexOf(needle); at >= 0; at = rest.IndexOf(needle))
        {
            cleaned.Write(rest[..at]);
            cleaned.Write("[removed]"u8);
            rest = rest[(at + needle.Length)..];
        }

        cleaned.Write(rest);
        return cleaned.ToArray();
    }
}
