using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace Router.PostgreSql;

/// <summary>
/// One schema of a database: opens connections, and sees before the first that its tables are those of this version. Thread-safe.
/// </summary>
internal sealed partial class PostgreSqlDatabase : IAsyncDisposable
{
    // A decision takes about a millisecond, and a server rarely allows more than a hundred connections to all its clients.
    private const int Connections = 20;
    private const int PreparedStatements = 16;
    private const int CommandTimeoutSeconds = 5;
    private const int ConnectTimeoutSeconds = 5;

    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlMigrations _migrations;
    private readonly SemaphoreSlim _migrating = new(1, 1);
    private volatile bool _ready;

    /// <summary>Makes it, and asks nobody.</summary>
    /// <exception cref="ArgumentException">The connection string or the schema's name cannot be used.</exception>
    internal PostgreSqlDatabase(string connectionString, string schema, PostgreSqlMigrations migrations)
    {
        if (!SchemaName().IsMatch(schema))
        {
            throw new ArgumentException(
                $"'{schema}' is no name of a schema; use at most 63 small letters, digits and underscores, and no digit at its start.",
                nameof(schema));
        }

        Schema = $"\"{schema}\"";
        _migrations = migrations;
        NpgsqlSlimDataSourceBuilder builder = new(Complete(connectionString));
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _source = builder.Build();
    }

    /// <summary>The schema's name, quoted.</summary>
    internal string Schema { get; }

    /// <summary>A connection to the schema as it should be.</summary>
    internal async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_ready)
            {
                await PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes note of a failure. After one the next connection is a new one, and finds its tables where they were lost.</summary>
    internal void Note(Exception exception)
    {
        string? state = (exception as PostgresException)?.SqlState;
        if (state is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            _ready = false;
        }
        else if (exception is NpgsqlException { InnerException: IOException or SocketException }
            || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown)
        {
            // The server went away, and with it every connection that waits in the pool: each would fail one decision more.
            _source.Clear();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();

    // Nothing of what is wrong with it may be told: it holds a password.
    private static string Complete(string connectionString)
    {
        try
        {
            DbConnectionStringBuilder given = new() { ConnectionString = connectionString };
            NpgsqlConnectionStringBuilder complete = new(connectionString) { NoResetOnClose = true };
            complete.MaxAutoPrepare = IsSet(given, nameof(complete.MaxAutoPrepare), "Max Auto Prepare")
                ? complete.MaxAutoPrepare : PreparedStatements;
            complete.AutoPrepareMinUsages = 2;
            complete.MaxPoolSize = IsSet(given, nameof(complete.MaxPoolSize), "Maximum Pool Size") ? complete.MaxPoolSize : Connections;
            complete.CommandTimeout = IsSet(given, nameof(complete.CommandTimeout), "Command Timeout")
                ? complete.CommandTimeout : CommandTimeoutSeconds;
            complete.Timeout = IsSet(given, "Timeout") ? complete.Timeout : ConnectTimeoutSeconds;
            complete.ApplicationName ??= "Router";
            if (string.IsNullOrWhiteSpace(complete.Host))
            {
                throw new ArgumentException("No host.");
            }

            return complete.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw new ArgumentException(
                "The connection string is not one that Npgsql reads; write it as 'Host=...;Database=...;Username=...;Password=...'.",
                nameof(connectionString));
        }
    }

    private static bool IsSet(DbConnectionStringBuilder given, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (given.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _migrating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_ready)
            {
                await new PostgreSqlMigrator(connection, Schema, _migrations).RunAsync(cancellationToken).ConfigureAwait(false);
                _ready = true;
            }
        }
        finally
        {
            _migrating.Release();
        }
    }
}
