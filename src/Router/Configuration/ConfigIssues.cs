using Router.Adapters;
using Router.Configuration.Tree;

namespace Router.Configuration;

/// <summary>
/// Collects every error and warning of one reading, so that none hides another. Errors are given by path; lines and columns are
/// found from the tree, at the nearest ancestor where the path itself is not written. Not thread-safe.
/// </summary>
internal sealed class ConfigIssues(string? source)
{
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationWarning> _warnings = [];
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private Dictionary<string, (ConfigPosition? Position, bool IsNull)>? _written;
    private Exception? _cause;

    internal IReadOnlyList<ConfigurationWarning> Warnings => _warnings;

    /// <summary>Whether a secret written out deserves a warning: only where the text is known to stand in a file.</summary>
    internal bool WarnsOfLiteralSecrets { get; init; }

    /// <summary>Gives the tree whose paths are what was written.</summary>
    internal void Attach(ConfigNode root)
    {
        _written = new(StringComparer.Ordinal);
        Index(root, _written);
    }

    internal void Error(ConfigNode node, string message, string? suggestion = null) =>
        Add(node.Path, node.Position, message, suggestion);

    internal void Error(string path, string message, string? suggestion = null) =>
        Add(path, Find(path), message, suggestion);

    internal void Error(string path, ConfigPosition? position, string message, string? suggestion = null) =>
        Add(path, position, message, suggestion);

    /// <summary>An error in another file than this configuration's own, which the value at a path names.</summary>
    internal void Error(string path, ConfigurationError error)
    {
        _failed.Add(path);
        _errors.Add(error);
    }

    /// <summary>An error out of code that is not Router's: it must not carry a secret, of which such code knows all.</summary>
    internal void Failure(string path, string what, Exception exception, ProviderSettings settings)
    {
        Add(path, Find(path), $"{what}: {ForeignFault.Describe(exception, settings)}", null);
        if (!ForeignFault.Repeats(exception.ToString(), settings))
        {
            _cause ??= exception;
        }
    }

    internal void Warn(string path, string message)
    {
        ConfigPosition? position = Find(path);
        _warnings.Add(new ConfigurationWarning(path, message)
        {
            Source = source,
            Line = position?.Line,
            Column = position?.Column,
        });
    }

    /// <summary>An error about a name that is not known: with the nearest known one, or with all of them where none is near.</summary>
    internal void UnknownName(
        string path, string message, string name, IEnumerable<string> known, ConfigPosition? position = null)
    {
        List<string> names = [.. known];
        string? nearest = NearestName.Find(name, names);
        string list = nearest is null && names.Count > 0 ? $" Known here: {NearestName.List(names)}." : "";
        Add(path, position ?? Find(path), message + list, nearest);
    }

    /// <summary>Whether this very path has an error already, so that what follows from it need not be said.</summary>
    internal bool Failed(string path) => _failed.Contains(path);

    /// <summary>Whether a path, or anything below it, has an error.</summary>
    internal bool FailedUnder(string path) =>
        _failed.Any(failed => failed == path || failed.StartsWith(path + ".", StringComparison.Ordinal)
            || failed.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>
    /// Whether the author wrote this value, and not as null. Without a tree, what differs from the default counts as written.
    /// </summary>
    internal bool IsWritten(string path, bool differsFromDefault) => _written is null
        ? differsFromDefault
        : _written.TryGetValue(path, out (ConfigPosition? Position, bool IsNull) place) && !place.IsNull;

    /// <exception cref="RouterConfigurationException">There is an error.</exception>
    internal void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw ToException();
        }
    }

    internal RouterConfigurationException ToException() =>
        new([.. _errors.OrderBy(error => error.Line ?? 0).ThenBy(error => error.Column ?? 0)], _cause);

    private static void Index(ConfigNode node, Dictionary<string, (ConfigPosition? Position, bool IsNull)> written)
    {
        written.TryAdd(node.Path, (node.Position, node.Kind == ConfigKind.Null));
        foreach (ConfigNode child in node.Children)
        {
            Index(child, written);
        }
    }

    private void Add(string path, ConfigPosition? position, string message, string? suggestion)
    {
        _failed.Add(path);
        _errors.Add(new ConfigurationError(path, message)
        {
            Source = source,
            Line = position?.Line,
            Column = position?.Column,
            Suggestion = suggestion,
        });
    }

    private ConfigPosition? Find(string path)
    {
        if (_written is null)
        {
            return null;
        }

        (ConfigPosition? Position, bool IsNull) place;
        while (!_written.TryGetValue(path, out place) && path.Length > 0)
        {
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return place.Position;
    }
}
