namespace Router.Sqlite.Admission;

/// <summary>
/// The tables of limits and budgets. Times are microseconds since 1970 on the store's clock, except that of a rate: nanoseconds.
/// </summary>
internal static class AdmissionSchema
{
    internal static SqliteMigrations Migrations { get; } = new("admission",
    [
        """
        CREATE TABLE admission_clock (id INTEGER PRIMARY KEY, store INTEGER NOT NULL, wall INTEGER NOT NULL, writer INTEGER NOT NULL);
        CREATE TABLE admission_rate (key TEXT NOT NULL UNIQUE, tat INTEGER NOT NULL, back INTEGER NOT NULL);
        CREATE TABLE admission_lease (
            key TEXT NOT NULL, reservation TEXT NOT NULL, expires INTEGER NOT NULL, UNIQUE (key, reservation));
        CREATE INDEX admission_lease_reservation ON admission_lease (reservation);
        CREATE TABLE admission_quota (
            key TEXT NOT NULL, slot INTEGER NOT NULL, spent INTEGER NOT NULL, expires INTEGER NOT NULL, UNIQUE (key, slot));
        CREATE TABLE admission_hold (
            key TEXT NOT NULL, reservation TEXT NOT NULL, slot INTEGER NOT NULL, amount INTEGER NOT NULL, expires INTEGER NOT NULL,
            UNIQUE (key, reservation));
        CREATE INDEX admission_hold_reservation ON admission_hold (reservation);
        CREATE TABLE admission_switch (key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE admission_settlement (id TEXT NOT NULL UNIQUE, expires INTEGER NOT NULL);
        """,
    ]);
}
