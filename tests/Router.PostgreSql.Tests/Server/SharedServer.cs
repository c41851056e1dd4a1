using Npgsql;
using Router.PostgreSql.Admission;

namespace Router.PostgreSql.Tests.Server;

/// <summary>The server that the tests share, each in a schema of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgreSqlServer? _server;
    private int _schemas;

    internal string ConnectionString => _server!.ConnectionString;

    public async Task InitializeAsync() => _server = PostgreSqlBinaries.Problem is null ? await PostgreSqlServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal string NewSchema() => $"test_{Interlocked.Increment(ref _schemas)}";

    internal PostgreSqlAdmissionStore Open(string schema, TimeProvider? clock = null) =>
        new(new PostgreSqlDatabase(ConnectionString, schema, AdmissionSchema.Migrations), clock);

    internal async Task<object?> RunAsync(string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The tests write it.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
