using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Router.Adapters;
using Router.Admission;
using Router.DependencyInjection;
using Router.PostgreSql.Admission;

namespace Router.PostgreSql.Tests.Admission;

public sealed class PostgreSqlAdmissionStoreTypeTests
{
    private const string Usable = "Host=127.0.0.1;Port=1;Username=router;Password=s3cret;Timeout=1";

    private readonly PostgreSqlAdmissionStoreType _type = new();

    [Theory]
    [InlineData("postgres://router:s3cret@db/router")]
    [InlineData("Host=db;Passwort=s3cret")]
    [InlineData("Host=db;Port=s3cret")]
    [InlineData("Username=router;Password=s3cret")]
    [InlineData("s3cret")]
    public void A_connection_string_that_cannot_be_read_is_told_without_showing_it(string connectionString)
    {
        Action create = () => _type.Create(Settings(connectionString, null), TimeProvider.System);
        create.Should().Throw<ArgumentException>().WithMessage("*Host=...;Database=...*").Which.ToString().Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Router")]
    [InlineData("1st")]
    [InlineData("a\"; DROP SCHEMA public; --")]
    public void A_schema_whose_name_cannot_be_used_is_told(string schema)
    {
        Action create = () => _type.Create(Settings(Usable, schema), TimeProvider.System);
        create.Should().Throw<ArgumentException>().WithMessage($"'{schema}' is no name of a schema*");
    }

    [Fact]
    public async Task A_server_that_is_away_fails_the_decisions_and_not_the_start()
    {
        await using IAdmissionStore store = _type.Create(Settings(Usable, null), TimeProvider.System);
        AdmissionClaim claim = new() { Kind = AdmissionClaimKind.Concurrency, Key = "c", Amount = 1, Limit = 1 };
        Func<Task> reserve = async () =>
            await store.ReserveAsync(new AdmissionRequest("id", [claim], TimeSpan.FromMinutes(1)), CancellationToken.None);
        (await reserve.Should().ThrowAsync<NpgsqlException>()).Which.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void The_registration_adds_the_type_once()
    {
        ServiceCollection services = new();
        new Builder(services).AddPostgreSqlStore().AddPostgreSqlStore();
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetServices<IAdmissionStoreType>().Should().ContainSingle().Which.Name.Should().Be("postgres");
    }

    private static ProviderSettings Settings(string connectionString, string? schema) =>
        new(schema is null ? [new("connectionString", connectionString)] : [new("connectionString", connectionString), new("schema", schema)]);

    private sealed record Builder(IServiceCollection Services) : IRouterBuilder;
}
