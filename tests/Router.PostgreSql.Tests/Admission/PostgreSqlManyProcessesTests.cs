using Router.Admission;
using Router.PostgreSql.Admission;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.Admission;

[RequiresPostgreSql]
[Collection(SharedServerCollection.Name)]
public sealed class PostgreSqlManyProcessesTests(SharedServer server) : ManyProcessesContract, IAsyncLifetime
{
    protected override (string Type, string Setting, string Connection) Place =>
        (PostgreSqlAdmissionStoreType.TypeName, PostgreSqlAdmissionStoreType.ConnectionString, server.ConnectionString);

    // The processes use the schema that is used where none is named.
    public Task InitializeAsync() => server.RunAsync($"DROP SCHEMA IF EXISTS {PostgreSqlAdmissionStoreType.DefaultSchema} CASCADE");

    public Task DisposeAsync() => Task.CompletedTask;

    protected override IAdmissionStore Open(TimeProvider clock) => server.Open(PostgreSqlAdmissionStoreType.DefaultSchema, clock);
}
