using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.Server;

/// <summary>The tests of the class need a server.</summary>
internal sealed class RequiresPostgreSqlAttribute : RequirementAttribute
{
    private static readonly Lazy<string?> Told = new(() =>
    {
        if (PostgreSqlBinaries.Problem is { } problem)
        {
            Console.WriteLine(problem);
        }

        return PostgreSqlBinaries.Problem;
    });

    public override string? Missing => Told.Value;
}
