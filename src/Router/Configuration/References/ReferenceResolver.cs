using System.Text;

namespace Router.Configuration.References;

/// <summary>Resolves the references of one reading, and remembers which files they named. Not thread-safe.</summary>
/// <param name="environment">Where values come from.</param>
/// <param name="directory">What relative paths are relative to.</param>
internal sealed class ReferenceResolver(IConfigurationEnvironment environment, string directory)
{
    private const int LongestFile = 64 * 1024;

    private readonly Dictionary<string, FileContent> _files = new(StringComparer.Ordinal);

    /// <summary>The files that references named, by full path, as they were read.</summary>
    internal IReadOnlyDictionary<string, FileContent> Files => _files;

    internal ResolvedText Resolve(string text)
    {
        if (ReferenceParser.Parse(text, out string? fault) is not { } parts)
        {
            return new ResolvedText("", [fault!], HasReference: true, HasLiteral: false);
        }

        List<string> faults = [];
        string value = string.Concat(parts.Select(part => Value(part, faults)));
        return new ResolvedText(
            faults.Count == 0 ? value : "",
            faults,
            parts.Any(part => part.Kind is not null),
            parts.Any(part => part is { Kind: null } or { Default.Length: > 0 }));
    }

    private string Value(ReferencePart part, List<string> faults) => part.Kind switch
    {
        ReferenceKind.Env => Variable(part, faults),
        ReferenceKind.File => File(part, faults),
        _ => part.Text,
    };

    // Compose files and CI systems pass on what is unset as an empty variable, so empty counts as unset.
    private string Variable(ReferencePart part, List<string> faults)
    {
        if (environment.Variable(part.Text) is { Length: > 0 } value)
        {
            return value;
        }

        if (part.Default is null)
        {
            faults.Add($"the environment variable '{Shown.Name(part.Text)}' is not set, or empty.");
        }

        return part.Default ?? "";
    }

    private string File(ReferencePart part, List<string> faults)
    {
        FileContent file = Read(part.Text, LongestFile);
        string fault = file.Fault ?? "is empty";
        if (file.Bytes is { } bytes)
        {
            string text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').TrimEnd('\r', '\n');
            if (text.Length > 0)
            {
                return text;
            }
        }

        if (part.Default is null)
        {
            faults.Add($"the file '{Shown.Name(part.Text)}' {fault}.");
        }

        return part.Default ?? "";
    }

    /// <summary>A file beside the configuration, remembered with those that references name.</summary>
    internal FileContent Read(string path, int longest)
    {
        string full;
        try
        {
            full = Path.GetFullPath(path, directory);
        }
        catch (ArgumentException)
        {
            return new FileContent(null, null, "has no valid name");
        }

        if (!_files.TryGetValue(full, out FileContent content))
        {
            content = environment.Read(full, longest);
            _files.Add(full, content);
        }

        return content;
    }
}
