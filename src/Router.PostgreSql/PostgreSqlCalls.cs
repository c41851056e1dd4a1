using Npgsql;

namespace Router.PostgreSql;

/// <summary>Runs statements in one round trip and one transaction. Thread-safe.</summary>
internal sealed class PostgreSqlCalls(PostgreSqlDatabase database)
{
    /// <summary>Runs the statements, and completes once all of them are committed.</summary>
    /// <param name="calls">One or more statements.</param>
    /// <param name="opening">Ends the wait for a connection.</param>
    /// <param name="running">Calls off what is on its way; its outcome is then not known.</param>
    internal async Task RunAsync(IReadOnlyList<PostgreSqlCall> calls, CancellationToken opening, CancellationToken running)
    {
        try
        {
            NpgsqlConnection connection = await database.OpenAsync(opening).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await RunAsync(connection, calls, running).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            database.Note(exception);
            throw;
        }
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, IReadOnlyList<PostgreSqlCall> calls, CancellationToken cancellationToken)
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
                foreach (PostgreSqlCall call in calls)
                {
                    while (call.Row is not null && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        call.Row(reader);
                    }

                    // After the last one too: only the end tells that all was done.
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
