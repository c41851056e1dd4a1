using Npgsql;

namespace Router.PostgreSql;

/// <summary>Runs statements in one round trip and one transaction. Thread-safe.</summary>
internal sealed class PostgreSqlCalls(PostgreSqlDatabase database)
{
    /// <summary>The rows of the last statement.</summary>
    /// <param name="calls">One or more statements.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="opening">Ends the wait for a connection.</param>
    /// <param name="running">Calls off what is on its way; its outcome is then not known.</param>
    internal async Task<List<T>> RunAsync<T>(
        PostgreSqlCall[] calls, Func<NpgsqlDataReader, T> read, CancellationToken opening, CancellationToken running)
    {
        try
        {
            NpgsqlConnection connection = await database.OpenAsync(opening).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await RunAsync(connection, calls, read, running).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            database.Note(exception);
            throw;
        }
    }

    private static async Task<List<T>> RunAsync<T>(
        NpgsqlConnection connection, PostgreSqlCall[] calls, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        NpgsqlBatch batch = new(connection);
        await using (batch.ConfigureAwait(false))
        {
            foreach (PostgreSqlCall call in calls)
            {
                NpgsqlBatchCommand command = new(call.Sql);
                command.Parameters.AddRange(call.Parameters);
                batch.BatchCommands.Add(command);
            }

            NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                for (int call = 1; call < calls.Length; call++)
                {
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }

                List<T> rows = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }

                // A failure may still follow the rows: only the end tells that all was done.
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                return rows;
            }
        }
    }
}
