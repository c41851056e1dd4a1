using Npgsql;

namespace Router.PostgreSql;

/// <summary>One statement with its values.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Parameters">Its values, by position.</param>
/// <param name="Row">Is told each row of the answer; null where none matters.</param>
internal readonly record struct PostgreSqlCall(string Sql, NpgsqlParameter[] Parameters, Action<NpgsqlDataReader>? Row = null);
