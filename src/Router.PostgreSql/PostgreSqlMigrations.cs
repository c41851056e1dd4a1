namespace Router.PostgreSql;

/// <summary>How the tables of one store came to be. Several stores share one schema, each with its own version.</summary>
/// <param name="Component">The store's name.</param>
/// <param name="Steps">
/// The script that leads to version 1, to version 2 and so on; <c>{schema}</c> in it stands for the schema. One that was shipped is
/// never edited, and its functions stay: processes of both versions run during an update.
/// </param>
internal sealed record PostgreSqlMigrations(string Component, IReadOnlyList<string> Steps);
