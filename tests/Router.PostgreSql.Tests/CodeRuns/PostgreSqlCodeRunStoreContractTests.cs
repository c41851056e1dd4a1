using Router.CodeMode.Durability;
using Router.PostgreSql.CodeRuns;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.CodeRuns;

[RequiresPostgreSql]
[Collection(SharedServerCollection.Name)]
public sealed class PostgreSqlCodeRunStoreContractTests(SharedServer server) : CodeRunStoreContract
{
    private readonly string _schema = server.NewSchema();

    protected override ValueTask<ICodeRunStore> OpenAsync(TimeProvider clock) => new(OpenAgain(clock));

    protected override ICodeRunStore OpenAgain(TimeProvider clock) => new PostgreSqlCodeRunStore(
        new PostgreSqlDatabase(server.ConnectionString, _schema, CodeRunSchema.Migrations), clock);
}
