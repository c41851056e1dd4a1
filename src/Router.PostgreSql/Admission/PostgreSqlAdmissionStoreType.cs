using Router.Adapters;
using Router.Admission;

namespace Router.PostgreSql.Admission;

/// <summary>
/// <c>type: "postgres"</c>: limits and budgets in PostgreSQL 14 or later, shared by many machines. Its tables are made at the first
/// decision, and run by the database's clock. Thread-safe, without state.
/// </summary>
public sealed class PostgreSqlAdmissionStoreType : IAdmissionStoreType
{
    internal const string TypeName = "postgres";
    internal const string ConnectionString = "connectionString";
    internal const string SchemaSetting = "schema";
    internal const string DefaultSchema = "router";

    /// <inheritdoc />
    public string Name => TypeName;

    /// <inheritdoc />
    public IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(ConnectionString, ProviderSettingKind.Secret,
            "How Npgsql connects: Host=...;Database=...;Username=...;Password=... Maximum Pool Size is 20 where it is not set.")
        {
            Required = true,
        },
        new(SchemaSetting, ProviderSettingKind.Text,
            "The schema of the tables, made where it is missing; small letters, digits and underscores. Default: router."),
    ];

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The connection string or the schema's name cannot be used.</exception>
    public IAdmissionStore Create(ProviderSettings settings, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(timeProvider);
        return new PostgreSqlAdmissionStore(new PostgreSqlDatabase(
            settings.RequiredText(ConnectionString), settings.Text(SchemaSetting) ?? DefaultSchema, AdmissionSchema.Migrations));
    }
}
