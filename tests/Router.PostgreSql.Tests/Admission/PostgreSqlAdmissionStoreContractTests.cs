using Router.Admission;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.Admission;

[RequiresPostgreSql]
[Collection(SharedServerCollection.Name)]
public sealed class PostgreSqlAdmissionStoreContractTests(SharedServer server) : AdmissionStoreContract
{
    protected override ValueTask<IAdmissionStore> OpenAsync(TimeProvider clock) => new(server.Open(server.NewSchema(), clock));
}
