using Npgsql;
using NpgsqlTypes;

namespace Router.PostgreSql.CodeRuns;

/// <summary>Values in the form the functions of the schema take.</summary>
internal static class CodeRunParameters
{
    internal static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    internal static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) =>
        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    internal static NpgsqlParameter Bytes(IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        byte[][] copies = new byte[values.Count][];
        for (int index = 0; index < copies.Length; index++)
        {
            copies[index] = values[index].ToArray();
        }

        return new NpgsqlParameter<byte[][]> { TypedValue = copies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    }

    internal static NpgsqlParameter Micros(TimeSpan? span) => Of(span?.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The time of a clock that takes the place of the database's; null for its own.</summary>
    internal static NpgsqlParameter Now(TimeProvider? clock) =>
        Of((clock?.GetUtcNow() - DateTimeOffset.UnixEpoch)?.Ticks / TimeSpan.TicksPerMicrosecond);
}
