namespace Router.PostgreSql.CodeRuns;

/// <summary>The tables and functions of runs.</summary>
internal static class CodeRunSchema
{
    internal const int Checkpoint = -2;
    internal const int Header = -1;

    internal static PostgreSqlMigrations Migrations { get; } = new("code runs", [Read("coderuns.1.sql")]);

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(CodeRunSchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
