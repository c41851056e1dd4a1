namespace Router.PostgreSql.Admission;

/// <summary>The tables and functions of limits and budgets.</summary>
internal static class AdmissionSchema
{
    internal static PostgreSqlMigrations Migrations { get; } = new("admission", [Read("admission.1.sql")]);

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(AdmissionSchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
