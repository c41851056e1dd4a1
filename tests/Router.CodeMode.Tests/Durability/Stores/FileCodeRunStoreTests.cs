using System.Text;
using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.TestKit;

namespace Router.CodeMode.Tests.Durability.Stores;

public sealed class FileCodeRunStoreTests : IDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FileCodeRunStore _store;

    public FileCodeRunStoreTests() => _store = new FileCodeRunStore(Runs, _clock);

    private string Runs => Path.Combine(_folder.Path, "deep", "runs");

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task An_end_that_was_torn_anywhere_is_cut_off_and_the_run_goes_on()
    {
        string entries = await MakeAsync("run", "one", "two", "three");
        byte[] whole = await File.ReadAllBytesAsync(entries);
        int second = await LengthAfterAsync("one", "two");
        for (int length = second; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(entries, whole[..length]);
            await ConfirmAsync(entries, second);
            StoredCodeRun run = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
            run.Entries.Select(Text).Should().Equal(length == whole.Length ? ["one", "two", "three"] : ["one", "two"]);
            await _store.AppendAsync(run.Lease, run.Entries.Count, [Bytes("on")], Hold, CancellationToken.None);
            await _store.ReleaseAsync(run.Lease, CancellationToken.None);
            run = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
            run.Entries.Select(Text).Should().EndWith("on").And.HaveCount(length == whole.Length ? 4 : 3);
            await _store.ReleaseAsync(run.Lease, CancellationToken.None);
        }
    }

    [Fact]
    public async Task What_was_confirmed_is_never_cut_off()
    {
        string entries = await MakeAsync("run", "one", "two", "three");
        byte[] whole = await File.ReadAllBytesAsync(entries);
        for (int length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(entries, whole[..length]);
            await ShouldBeDamagedAsync();
        }

        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] turned = [.. whole];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(entries, turned);
            await ShouldBeDamagedAsync();
        }

        await File.WriteAllBytesAsync(entries, whole);
        (await _store.OpenAsync("run", Hold, CancellationToken.None))!.Entries.Should().HaveCount(3, "what failed has held nothing");
    }

    [Fact]
    public async Task A_torn_middle_is_found_also_where_the_power_took_the_note_of_what_was_confirmed()
    {
        string entries = await MakeAsync("run", "one", "two", "three");
        int second = await LengthAfterAsync("one", "two");
        byte[] whole = await File.ReadAllBytesAsync(entries);
        for (int at = 0; at < second; at++)
        {
            byte[] turned = [.. whole];
            turned[at] ^= 0x10;
            await File.WriteAllBytesAsync(entries, turned);
            await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(entries)!, "lease"), []);
            await ShouldBeDamagedAsync();
        }
    }

    [Fact]
    public async Task An_append_that_failed_halfway_leaves_nothing_for_the_next()
    {
        string entries = await MakeAsync("run", "one");
        StoredCodeRun run = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
        await File.AppendAllTextAsync(entries, "half of a batch");
        await _store.AppendAsync(run.Lease, 1, [Bytes("two")], Hold, CancellationToken.None);
        await _store.ReleaseAsync(run.Lease, CancellationToken.None);
        (await _store.OpenAsync("run", Hold, CancellationToken.None))!.Entries.Select(Text).Should().Equal("one", "two");
    }

    [Fact]
    public async Task A_header_that_is_damaged_or_of_another_run_is_an_error()
    {
        string header = Path.Combine(Path.GetDirectoryName(await MakeAsync("run", "one"))!, "header");
        byte[] whole = await File.ReadAllBytesAsync(header);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] turned = [.. whole];
            turned[at] ^= 1;
            await File.WriteAllBytesAsync(header, turned);
            await ShouldBeDamagedAsync();
            await File.WriteAllBytesAsync(header, whole[..at]);
            await ShouldBeDamagedAsync();
        }

        File.Copy(Path.Combine(Path.GetDirectoryName(await MakeAsync("other", "one"))!, "header"), header, overwrite: true);
        await ShouldBeDamagedAsync();
    }

    [Fact]
    public async Task A_lost_or_damaged_note_of_the_holder_leaves_the_run_free_and_its_old_holder_out()
    {
        string entries = await MakeAsync("run", "one");
        StoredCodeRun first = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(entries)!, "lease"), "zeros");
        File.Delete(Path.Combine(Runs, ".fence"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        StoredCodeRun second = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
        second.Lease.Fence.Should().BeGreaterThan(first.Lease.Fence);
        Func<Task> append = () => _store.AppendAsync(first.Lease, 1, [], Hold, CancellationToken.None).AsTask();
        await append.Should().ThrowAsync<CodeRunLostException>();
    }

    [Fact]
    public async Task What_a_killed_process_left_of_a_run_is_neither_listed_nor_kept()
    {
        await MakeAsync("run", "one");
        Directory.CreateDirectory(Path.Combine(Runs, ".new-r-half", "sub"));
        Directory.CreateDirectory(Path.Combine(Runs, ".gone-r-half", "sub"));
        List<string> runs = [];
        await foreach (CodeRunInfo run in _store.ListAsync(CancellationToken.None))
        {
            runs.Add(run.RunId);
        }

        runs.Should().Equal("run");
        Directory.EnumerateDirectories(Runs, "*half*").Should().BeEmpty();
        await _store.CreateAsync("half", default, Hold, CancellationToken.None);
    }

    [Fact]
    public async Task All_that_it_makes_is_this_accounts_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await MakeAsync("run", "one");
        StoredCodeRun run = (await _store.OpenAsync("run", Hold, CancellationToken.None))!;
        await _store.CheckpointAsync(run.Lease, Bytes("memory"), CancellationToken.None);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        string[] all = [Runs, .. Directory.EnumerateFileSystemEntries(Runs, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })];
        all.Should().HaveCountGreaterThan(8);
        foreach (string path in all)
        {
            (File.GetUnixFileMode(path) & Others).Should().Be(UnixFileMode.None, path);
        }

        Directory.EnumerateFiles(Runs, "*.next", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lock_that_another_holds_is_waited_for()
    {
        // Every lock there is, so that the run's is among them.
        List<FileStream> held = [];
        await MakeAsync("run", "one");
        foreach (int number in Enumerable.Range(0, 64))
        {
            held.Add(new FileStream(Path.Combine(Runs, ".locks", $"{number:x2}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }

        using CancellationTokenSource patience = new();
        Task<StoredCodeRun?> cancelled = _store.OpenAsync("run", Hold, patience.Token).AsTask();
        await patience.CancelAsync();
        Func<Task> wait = () => cancelled;
        await wait.Should().ThrowAsync<OperationCanceledException>();
        Task<StoredCodeRun?> opening = _store.OpenAsync("run", Hold, CancellationToken.None).AsTask();
        opening.IsCompleted.Should().BeFalse();
        held.ForEach(file => file.Dispose());
        (await opening).Should().NotBeNull();
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    // A run that sleeps, with one append for each entry; answers its file of entries.
    private async Task<string> MakeAsync(string id, params string[] entries)
    {
        CodeRunLease lease = await _store.CreateAsync(id, Bytes("header"), Hold, CancellationToken.None);
        for (int index = 0; index < entries.Length; index++)
        {
            await _store.AppendAsync(lease, index, [Bytes(entries[index])], Hold, CancellationToken.None);
        }

        await _store.ReleaseAsync(lease, CancellationToken.None);
        return Path.Combine(Runs, "r-" + id, "entries");
    }

    private async Task<int> LengthAfterAsync(params string[] entries) => (int)new FileInfo(await MakeAsync("measure", entries)).Length;

    // As if the process had been killed before it was told of more.
    private static Task ConfirmAsync(string entries, int length) => File.WriteAllBytesAsync(
        Path.Combine(Path.GetDirectoryName(entries)!, "lease"), new FileRunRecord(1, null, 2, length).Write());

    private async Task ShouldBeDamagedAsync()
    {
        Func<Task> open = () => _store.OpenAsync("run", Hold, CancellationToken.None).AsTask();
        await open.Should().ThrowAsync<InvalidDataException>();
    }
}
