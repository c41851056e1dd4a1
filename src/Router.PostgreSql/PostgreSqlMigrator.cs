using Npgsql;

namespace Router.PostgreSql;

/// <summary>Brings the tables of one store to this version. Several processes may try at once: one does it, the others wait for it.</summary>
internal sealed class PostgreSqlMigrator(NpgsqlConnection connection, string schema, PostgreSqlMigrations migrations)
{
    /// <exception cref="InvalidOperationException">The tables were made by a later version.</exception>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        // Where nothing is to be done nothing is locked, and no right to make tables is needed.
        if (await IsCurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync($"SELECT pg_advisory_xact_lock(hashtextextended('{schema}', 1))", cancellationToken).ConfigureAwait(false);
            await RunAsync(
                $"""
                CREATE SCHEMA IF NOT EXISTS {schema};
                CREATE TABLE IF NOT EXISTS {schema}.router_schema (component text PRIMARY KEY, version int NOT NULL)
                """,
                cancellationToken).ConfigureAwait(false);
            for (int step = await ReadVersionAsync(cancellationToken).ConfigureAwait(false); step < migrations.Steps.Count; step++)
            {
                string script = migrations.Steps[step].Replace("{schema}", schema, StringComparison.Ordinal);
                await RunAsync(script, cancellationToken).ConfigureAwait(false);
            }

            NpgsqlCommand write = new(
                $"INSERT INTO {schema}.router_schema VALUES ($1, $2) ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                connection);
            await using (write.ConfigureAwait(false))
            {
                write.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migrations.Component });
                write.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migrations.Steps.Count });
                await write.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        NpgsqlCommand exists = new($"SELECT to_regclass('{schema}.router_schema') IS NOT NULL", connection);
        await using (exists.ConfigureAwait(false))
        {
            return await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true
                && await ReadVersionAsync(cancellationToken).ConfigureAwait(false) == migrations.Steps.Count;
        }
    }

    private async Task<int> ReadVersionAsync(CancellationToken cancellationToken)
    {
        NpgsqlCommand read = new($"SELECT version FROM {schema}.router_schema WHERE component = $1", connection);
        await using (read.ConfigureAwait(false))
        {
            read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migrations.Component });
            int version = await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int found ? found : 0;
            return version <= migrations.Steps.Count ? version : throw new InvalidOperationException(
                $"The {migrations.Component} tables in the schema {schema} are of version {version}, made by a later version of Router; "
                + $"this one knows up to {migrations.Steps.Count}. Use that version, or another schema.");
        }
    }

    private async Task RunAsync(string script, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = new(script, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
