namespace Router.Sqlite.CodeRuns;

/// <summary>
/// The tables of runs. Times are microseconds since 1970. The parts of a run: -2 its checkpoint, -1 its header, from 0 on its entries.
/// </summary>
internal static class CodeRunSchema
{
    internal const int Checkpoint = -2;
    internal const int Header = -1;

    internal static SqliteMigrations Migrations { get; } = new("code runs",
    [
        """
        CREATE TABLE code_run_fence (id INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        INSERT INTO code_run_fence VALUES (1, 0);
        CREATE TABLE code_run (
            number INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, fence INTEGER NOT NULL, held INTEGER,
            entries INTEGER NOT NULL);
        CREATE INDEX code_run_created ON code_run (created, run);
        CREATE TABLE code_run_part (number INTEGER NOT NULL, position INTEGER NOT NULL, content BLOB NOT NULL, UNIQUE (number, position));
        """,
    ]);
}
