namespace Router.Sqlite;

/// <summary>How the tables of one store came to be. Several stores share one file, each with its own version.</summary>
/// <param name="Component">The store's name.</param>
/// <param name="Steps">The script that leads to version 1, to version 2 and so on. One that was shipped is never edited.</param>
internal sealed record SqliteMigrations(string Component, IReadOnlyList<string> Steps);
