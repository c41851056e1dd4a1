using Microsoft.Extensions.DependencyInjection;
using Router.Adapters;
using Router.Admission;
using Router.DependencyInjection;
using Router.Sqlite.Admission;

namespace Router.Sqlite.Tests.Admission;

public sealed class SqliteAdmissionStoreTypeTests
{
    private readonly SqliteAdmissionStoreType _type = new();

    [Theory]
    [InlineData(" ", "no file")]
    [InlineData(":memory:", "no file")]
    [InlineData("file:limits.db?mode=memory", "no file")]
    [InlineData("/", "that is a folder")]
    [InlineData("/no/such/folder/limits.db", "its folder does not exist")]
    public void A_path_that_names_no_file_is_told_at_loading(string path, string expected)
    {
        Action create = () => _type.Create(Settings(path), TimeProvider.System);
        create.Should().Throw<ArgumentException>().WithMessage($"*'path'*{expected}*");
    }

    [Fact]
    public async Task Making_a_store_opens_nothing()
    {
        TemporaryFolder folder = new();
        await using (IAdmissionStore store = _type.Create(Settings(folder.File("limits.db")), TimeProvider.System))
        {
            File.Exists(folder.File("limits.db")).Should().BeFalse();
            await store.SetSwitchAsync("s", "stopped", CancellationToken.None);
        }

        await using (IAdmissionStore again = _type.Create(Settings(folder.File("limits.db")), TimeProvider.System))
        {
            (await again.ReadSwitchesAsync(CancellationToken.None)).Should().Equal(new AdmissionStop("s", "stopped"));
        }

        folder.Delete();
    }

    [Fact]
    public void The_registration_adds_the_type_once()
    {
        ServiceCollection services = new();
        new Builder(services).AddSqliteStore().AddSqliteStore();
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetServices<IAdmissionStoreType>().Should().ContainSingle().Which.Name.Should().Be("sqlite");
    }

    private static ProviderSettings Settings(string path) => new([new("path", path)]);

    private sealed record Builder(IServiceCollection Services) : IRouterBuilder;
}
