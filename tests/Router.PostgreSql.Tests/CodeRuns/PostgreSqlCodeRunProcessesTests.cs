using Router.CodeMode.Durability;
using Router.PostgreSql.CodeRuns;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.CodeRuns;

[RequiresPostgreSql]
[Collection(SharedServerCollection.Name)]
public sealed class PostgreSqlCodeRunProcessesTests(SharedServer server) : CodeRunProcessesContract, IAsyncLifetime
{
    protected override (string Store, string Connection) Place => ("postgres", server.ConnectionString);

    // The processes use the schema that is used where none is named.
    public Task InitializeAsync() => server.RunAsync($"DROP SCHEMA IF EXISTS {PostgreSqlCodeRunStore.DefaultSchema} CASCADE");

    public Task DisposeAsync() => Task.CompletedTask;

    protected override ICodeRunStore Open(TimeProvider clock) => new PostgreSqlCodeRunStore(
        new PostgreSqlDatabase(server.ConnectionString, PostgreSqlCodeRunStore.DefaultSchema, CodeRunSchema.Migrations), clock);
}
