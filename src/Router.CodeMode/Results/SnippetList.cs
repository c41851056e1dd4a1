using System.Collections.Frozen;

namespace Router.CodeMode.Results;

/// <summary>A fixed list of snippets. Immutable.</summary>
public sealed class SnippetList : ISnippetStore
{
    private readonly FrozenDictionary<string, Snippet> _byName;

    /// <summary>Makes a list.</summary>
    /// <exception cref="ArgumentException">A name is no identifier, or there twice, or a source is empty.</exception>
    public SnippetList(IEnumerable<Snippet> snippets)
    {
        ArgumentNullException.ThrowIfNull(snippets);
        Dictionary<string, Snippet> byName = new(StringComparer.Ordinal);
        foreach (Snippet snippet in snippets)
        {
            if (!IsIdentifier(snippet.Name))
            {
                throw new ArgumentException($"The snippet '{snippet.Name}' cannot be called: its name must be letters, digits and '_', a letter first.", nameof(snippets));
            }

            if (string.IsNullOrWhiteSpace(snippet.Source))
            {
                throw new ArgumentException($"The snippet '{snippet.Name}' has no source.", nameof(snippets));
            }

            if (!byName.TryAdd(snippet.Name, snippet))
            {
                throw new ArgumentException($"Two snippets are named '{snippet.Name}'.", nameof(snippets));
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public IReadOnlyCollection<Snippet> All => _byName.Values;

    /// <inheritdoc />
    public Snippet? Find(string name) => _byName.GetValueOrDefault(name);

    private static bool IsIdentifier(string name) =>
        name is { Length: > 0 and <= 64 } && char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
