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
        string full = SqlitePath.Check(settings.RequiredText(PathSetting), PathSetting, nameof(settings));
        return new SqliteAdmissionStore(full, timeProvider);
    }
}
