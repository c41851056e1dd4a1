using Npgsql;

namespace Router.PostgreSql;

/// <summary>One statement with its values.</summary>
internal readonly record struct PostgreSqlCall(string Sql, NpgsqlParameter[] Parameters);
