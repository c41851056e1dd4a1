using Router.CodeMode.Durability;
using Router.Sqlite.Admission;
using Router.Sqlite.CodeRuns;

namespace Router.Sqlite.Tests.CodeRuns;

public sealed class SqliteCodeRunStoreTests : IDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Runs_and_limits_share_one_file()
    {
        await using SqliteAdmissionStore limits = new(_folder.File("router.db"), TimeProvider.System);
        await limits.SetSwitchAsync("all", "stopped", CancellationToken.None);
        await using (SqliteCodeRunStore store = new(_folder.File("router.db")))
        {
            await store.CreateAsync("run", new byte[] { 1 }, Hold, CancellationToken.None);
        }

        await using SqliteCodeRunStore again = new(_folder.File("router.db"));
        await foreach (CodeRunInfo run in again.ListAsync(CancellationToken.None))
        {
            run.RunId.Should().Be("run");
        }

        (await limits.ReadSwitchesAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task Its_files_are_this_accounts_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = _folder.File("runs.db");
        await using SqliteCodeRunStore store = new(path);
        await foreach (CodeRunInfo _ in store.ListAsync(CancellationToken.None))
        {
            // Even the first reading makes them.
        }

        string[] files = Directory.GetFiles(Path.GetDirectoryName(path)!);
        files.Should().HaveCount(3);
        foreach (string file in files)
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(":memory:")]
    [InlineData("/no/such/folder/runs.db")]
    public void A_path_that_is_no_file_in_a_folder_is_refused(string path)
    {
        Func<SqliteCodeRunStore> make = () => new SqliteCodeRunStore(path);
        make.Should().Throw<ArgumentException>().WithMessage("*'path'*");
    }

    [Fact]
    public async Task One_who_is_refused_takes_nobody_elses_work_with_him()
    {
        await using SqliteCodeRunStore store = new(_folder.File("runs.db"));
        CodeRunLease lease = await store.CreateAsync("run", default, Hold, CancellationToken.None);
        Task[] refused = [.. Enumerable.Range(0, 40).Select(_ => IgnoreAsync(() => store.AppendAsync(lease with { Fence = 9 }, 0, [], Hold, CancellationToken.None)))];
        Task[] made = [.. Enumerable.Range(0, 40).Select(number => store.CreateAsync($"run-{number}", default, Hold, CancellationToken.None).AsTask())];
        await Task.WhenAll([.. refused, .. made]);
    }

    private static async Task IgnoreAsync(Func<ValueTask> act)
    {
        Func<Task> run = () => act().AsTask();
        await run.Should().ThrowAsync<CodeRunLostException>();
    }
}
