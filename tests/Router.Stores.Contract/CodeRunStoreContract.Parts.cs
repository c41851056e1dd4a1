using Router.CodeMode.Durability;

namespace Router.Stores.Contract;

public abstract partial class CodeRunStoreContract
{
    [StoreFact]
    public async Task A_run_is_read_as_it_was_written()
    {
        CodeRunLease lease = await CreateAsync(header: "began");
        await AppendAsync(lease, 0, "a", "b");
        await AppendAsync(lease, 2, "c");
        await Store.CheckpointAsync(lease, Bytes("memory 1"), CancellationToken.None);
        await Store.CheckpointAsync(lease, Bytes("memory two"), CancellationToken.None);
        await Store.ReleaseAsync(lease, CancellationToken.None);

        StoredCodeRun run = await ReopenAsync();
        run.Lease.RunId.Should().Be("run");
        Text(run.Header).Should().Be("began");
        run.Entries.Select(Text).Should().Equal("a", "b", "c");
        Text(run.Checkpoint!.Value).Should().Be("memory two");
    }

    [StoreFact]
    public async Task A_run_of_nothing_is_one_all_the_same()
    {
        CodeRunLease lease = await CreateAsync(header: "");
        await Store.ReleaseAsync(lease, CancellationToken.None);
        StoredCodeRun run = await ReopenAsync();
        run.Header.Length.Should().Be(0);
        run.Entries.Should().BeEmpty();
        run.Checkpoint.Should().BeNull("none was stored");
        await AppendAsync(run.Lease, 0, "", "");
        await Store.CheckpointAsync(run.Lease, default, CancellationToken.None);
        await Store.ReleaseAsync(run.Lease, CancellationToken.None);
        StoredCodeRun again = await ReopenAsync();
        again.Entries.Select(Text).Should().Equal("", "");
        again.Checkpoint!.Value.Length.Should().Be(0);
    }

    [StoreFact]
    public async Task There_is_no_run_before_it_is_made() =>
        (await Store.OpenAsync("run", Hold, CancellationToken.None)).Should().BeNull();

    [StoreFact]
    public async Task An_id_that_is_taken_is_refused_and_harms_nothing()
    {
        CodeRunLease lease = await CreateAsync();
        await AppendAsync(lease, 0, "a");
        Func<Task> again = () => CreateAsync(header: "other").AsTask();
        (await again.Should().ThrowAsync<ArgumentException>()).WithMessage("*'run'*");
        await AppendAsync(lease, 1, "b");
        await Store.ReleaseAsync(lease, CancellationToken.None);
        await again.Should().ThrowAsync<ArgumentException>("a run that sleeps is there too");
        StoredCodeRun run = await ReopenAsync();
        Text(run.Header).Should().Be("header");
        run.Entries.Should().HaveCount(2);
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_anywhere_but_at_the_end_is_refused_and_writes_nothing(int index)
    {
        CodeRunLease lease = await CreateAsync();
        await AppendAsync(lease, 0, "a", "b");
        Func<Task> append = () => AppendAsync(lease, index, "x").AsTask();
        (await append.Should().ThrowAsync<ArgumentException>()).WithMessage("*2 entries*");
        await AppendAsync(lease, 2, "c");
        await Store.ReleaseAsync(lease, CancellationToken.None);
        (await ReopenAsync()).Entries.Select(Text).Should().Equal("a", "b", "c");
    }

    [StoreFact]
    public async Task What_is_given_may_be_used_again_at_once()
    {
        byte[] buffer = [1, 2, 3];
        CodeRunLease lease = await Store.CreateAsync("run", buffer, Hold, CancellationToken.None);
        buffer[0] = 4;
        await Store.AppendAsync(lease, 0, [buffer], Hold, CancellationToken.None);
        buffer[0] = 5;
        await Store.CheckpointAsync(lease, buffer, CancellationToken.None);
        buffer[0] = 9;
        await Store.ReleaseAsync(lease, CancellationToken.None);
        StoredCodeRun run = await ReopenAsync();
        run.Header.ToArray().Should().Equal(1, 2, 3);
        run.Entries[0].ToArray().Should().Equal(4, 2, 3);
        run.Checkpoint!.Value.ToArray().Should().Equal(5, 2, 3);
    }

    [StoreFact]
    public async Task Sixteen_megabytes_are_kept_in_one_piece()
    {
        byte[] large = new byte[16 << 20];
        new Random(7).NextBytes(large);
        CodeRunLease lease = await CreateAsync();
        await Store.AppendAsync(lease, 0, [Bytes("a"), large], Hold, CancellationToken.None);
        await Store.CheckpointAsync(lease, large, CancellationToken.None);
        await AppendAsync(lease, 2, "c");
        await Store.ReleaseAsync(lease, CancellationToken.None);
        StoredCodeRun run = await ReopenAsync();
        run.Entries.Should().HaveCount(3);
        run.Entries[1].Span.SequenceEqual(large).Should().BeTrue();
        run.Checkpoint!.Value.Span.SequenceEqual(large).Should().BeTrue();
    }

    [StoreFact]
    public async Task More_than_may_be_stored_at_once_is_refused()
    {
        byte[] half = new byte[(CodeRunSeal.LargestBytes / 2) + (1 << 20)];
        CodeRunLease lease = await CreateAsync();
        Func<Task> append = () => Store.AppendAsync(lease, 0, [half, half], Hold, CancellationToken.None).AsTask();
        (await append.Should().ThrowAsync<ArgumentException>()).WithMessage("*'run'*at most*");
        await AppendAsync(lease, 0, "a");
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("grün")]
    public async Task An_id_that_is_none_is_refused(string run)
    {
        Func<Task> create = () => CreateAsync(run).AsTask();
        await create.Should().ThrowAsync<ArgumentException>();
        Func<Task> open = () => ReopenAsync(run);
        await open.Should().ThrowAsync<ArgumentException>();
        Func<Task> renew = () => Store.RenewAsync(new CodeRunLease(run, 1), Hold, CancellationToken.None).AsTask();
        await renew.Should().ThrowAsync<ArgumentException>();
        (await ListAsync()).Should().BeEmpty();
    }

    [StoreFact]
    public async Task Ids_that_look_alike_are_different_runs()
    {
        string[] ids =
        [
            "run", "Run", "RUN", "r_un", "r.un", "r:un", "r-un", "_run", "__run", "..", ".", "-", ":", "CON", "con", "nul.", "a_0", "a.", "a_1", "a:",
            "_a", "A", "locks", ".locks", ".fence", "..:..", new string('a', 128), new string('A', 128), new string('a', 127) + "A",
        ];
        foreach (string id in ids)
        {
            CodeRunLease lease = await CreateAsync(id, header: "of " + id);
            await AppendAsync(lease, 0, "entry of " + id);
            await Store.ReleaseAsync(lease, CancellationToken.None);
        }

        (await ListAsync()).Select(run => run.RunId).Should().BeEquivalentTo(ids);
        foreach (string id in ids)
        {
            StoredCodeRun run = await ReopenAsync(id);
            Text(run.Header).Should().Be("of " + id);
            run.Entries.Select(Text).Should().Equal("entry of " + id);
            await Store.DeleteAsync(run.Lease, CancellationToken.None);
        }

        (await ListAsync()).Should().BeEmpty();
    }

    [StoreFact]
    public async Task The_list_is_in_the_order_of_creation_and_tells_who_sleeps()
    {
        CodeRunLease first = await CreateAsync("z");
        Clock.Advance(Millisecond);
        CodeRunLease second = await CreateAsync("m");
        Clock.Advance(Millisecond);
        await CreateAsync("b");
        await CreateAsync("a");
        await AppendAsync(first, 0, "1", "2");
        await AppendAsync(first, 2, "3");
        await Store.ReleaseAsync(second, CancellationToken.None);

        List<CodeRunInfo> runs = await ListAsync();
        runs.Select(run => run.RunId).Should().Equal("z", "m", "a", "b");
        runs.Select(run => run.Entries).Should().Equal(3, 0, 0, 0);
        runs[0].CreatedAt.Should().Be(Clock.GetUtcNow() - (2 * Millisecond));
        runs[0].HeldUntil.Should().Be(Clock.GetUtcNow() + Hold);
        runs[1].HeldUntil.Should().BeNull();
        Clock.Advance(2 * Hold);
        (await ListAsync())[0].HeldUntil.Should().Be(Clock.GetUtcNow() - Hold, "a holder that fell silent is not one who let go");
    }

    [StoreFact]
    public async Task A_long_list_is_told_whole_and_once()
    {
        string[] ids = [.. Enumerable.Range(0, 520).Select(number => $"run-{number:000}")];
        foreach (string[] some in ids.Chunk(64))
        {
            await Task.WhenAll(some.Select(id => CreateAsync(id).AsTask()));
        }

        (await ListAsync()).Select(run => run.RunId).Should().Equal(ids);
    }
}
