using Router.Adapters;
using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>
/// <c>type: "sqlite"</c>: limits and budgets in one file, shared by the processes of one machine. The file must lie on a disk of
/// that machine: SQLite's locks do not hold on network drives. Thread-safe, without state.
/// </summary>
public sealed class SqliteAdmissionStoreType : IAdmissionStoreType
{
    internal const string TypeName = "sqlite";
    internal const string PathSetting = "path";

    /// <inheritdoc />
    public string Name => TypeName;

    /// <inheritdoc />
    public IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(PathSetting, ProviderSettingKind.Text,
            "The file, made where it is missing; its folder must exist. A relative path starts at the process's working directory.")
        {
            Required = true,
        },
    ];

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The path names no file in a folder that exists.</exception>
    public IAdmissionStore Create(ProviderSettings settings, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(timeProvider);
        string path = settings.RequiredText(PathSetting);
        if (path.Trim().Length == 0 || path.StartsWith(':') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"'{PathSetting}' is '{path}', which is no file; give a path such as /var/lib/router/limits.db, "
                + "or use the store type memory for one process alone.",
                nameof(settings));
        }

        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || !Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new ArgumentException(
                $"'{PathSetting}' is '{path}', and {(Directory.Exists(full) ? "that is a folder" : "its folder does not exist")}; "
                + "name a file in a folder that exists.",
                nameof(settings));
        }

        return new SqliteAdmissionStore(full, timeProvider);
    }
}
