using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.Stores.Contract;

public abstract partial class CodeRunStoreContract
{
    [StoreFact]
    public async Task A_run_that_is_held_is_opened_by_nobody_until_the_hold_is_over()
    {
        await CreateAsync();
        Func<Task> open = () => ReopenAsync();
        (await open.Should().ThrowAsync<CodeRunBusyException>()).WithMessage("*'run'*");
        Clock.Advance(Hold - Millisecond);
        await open.Should().ThrowAsync<CodeRunBusyException>();
        Clock.Advance(Millisecond);
        await ReopenAsync();
        await open.Should().ThrowAsync<CodeRunBusyException>("who opened it holds it");
    }

    [StoreTheory]
    [InlineData("append")]
    [InlineData("append nothing")]
    [InlineData("renew")]
    public async Task A_holder_that_writes_holds_for_longer(string way)
    {
        CodeRunLease lease = await CreateAsync();
        Clock.Advance(Hold - Millisecond);
        await (way switch
        {
            "append" => AppendAsync(lease, 0, "a"),
            "append nothing" => AppendAsync(lease, 0),
            _ => Store.RenewAsync(lease, Hold, CancellationToken.None),
        });
        Clock.Advance(Hold - Millisecond);
        Func<Task> open = () => ReopenAsync();
        await open.Should().ThrowAsync<CodeRunBusyException>();
        Clock.Advance(Millisecond);
        await ReopenAsync();
    }

    [StoreFact]
    public async Task A_holder_whose_time_is_over_goes_on_where_nobody_came()
    {
        CodeRunLease lease = await CreateAsync();
        Clock.Advance(10 * Hold);
        await AppendAsync(lease, 0, "a");
        Func<Task> open = () => ReopenAsync();
        await open.Should().ThrowAsync<CodeRunBusyException>("writing renews the hold");
    }

    [StoreFact]
    public async Task A_run_that_was_let_go_is_open_to_anybody_at_once()
    {
        CodeRunLease lease = await CreateAsync();
        await Store.ReleaseAsync(lease, CancellationToken.None);
        (await ReopenAsync()).Lease.Fence.Should().BeGreaterThan(lease.Fence);
    }

    [StoreTheory]
    [InlineData("opened")]
    [InlineData("let go")]
    [InlineData("deleted")]
    [InlineData("made anew")]
    public async Task Who_lost_a_run_writes_nothing_to_it_any_more(string how)
    {
        CodeRunLease lost = await CreateAsync();
        await AppendAsync(lost, 0, "a");
        await Store.CheckpointAsync(lost, Bytes("memory"), CancellationToken.None);
        CodeRunLease? now = await LoseAsync(how, lost);
        int entries = how == "made anew" ? 0 : 1;

        Func<Task>[] writes =
        [
            () => AppendAsync(lost, entries, "b").AsTask(),
            () => AppendAsync(lost, 7, "b").AsTask(),
            () => AppendAsync(lost, entries).AsTask(),
            () => Store.CheckpointAsync(lost, Bytes("other"), CancellationToken.None).AsTask(),
            () => Store.RenewAsync(lost, Hold, CancellationToken.None).AsTask(),
        ];
        foreach (Func<Task> write in writes)
        {
            (await write.Should().ThrowAsync<CodeRunLostException>()).WithMessage("*'run'*");
        }

        await Store.ReleaseAsync(lost, CancellationToken.None);
        await Store.DeleteAsync(lost, CancellationToken.None);
        if (now is { } held)
        {
            Func<Task> open = () => ReopenAsync();
            await open.Should().ThrowAsync<CodeRunBusyException>("the one who holds it now still does");
            await Store.ReleaseAsync(held, CancellationToken.None);
        }

        if (how == "deleted")
        {
            (await ListAsync()).Should().BeEmpty();
            return;
        }

        StoredCodeRun run = await ReopenAsync();
        run.Entries.Should().HaveCount(entries);
        (run.Checkpoint is { } memory ? Text(memory) : null).Should().Be(how == "made anew" ? null : "memory");
    }

    [StoreFact]
    public async Task Openings_have_ever_higher_fences_also_where_a_run_was_deleted_and_made_anew()
    {
        long last = 0;
        for (int round = 0; round < 3; round++)
        {
            CodeRunLease lease = await CreateAsync();
            lease.Fence.Should().BeGreaterThan(last);
            for (int opening = 0; opening < 5; opening++)
            {
                last = lease.Fence;
                await Store.ReleaseAsync(lease, CancellationToken.None);
                lease = (await ReopenAsync()).Lease;
                lease.Fence.Should().BeGreaterThan(last);
            }

            last = lease.Fence;
            await Store.DeleteAsync(lease, CancellationToken.None);
            (await Store.OpenAsync("run", Hold, CancellationToken.None)).Should().BeNull();
        }
    }

    [StoreFact]
    public async Task A_run_made_anew_has_nothing_of_the_one_before()
    {
        CodeRunLease lease = await CreateAsync(header: "old");
        await AppendAsync(lease, 0, "a", "b");
        await Store.CheckpointAsync(lease, Bytes("memory"), CancellationToken.None);
        await Store.DeleteAsync(lease, CancellationToken.None);
        await Store.ReleaseAsync(await CreateAsync(header: "new"), CancellationToken.None);
        StoredCodeRun run = await ReopenAsync();
        Text(run.Header).Should().Be("new");
        run.Entries.Should().BeEmpty();
        run.Checkpoint.Should().BeNull();
    }

    [StoreFact]
    public async Task A_hold_of_no_time_or_of_more_than_a_year_is_refused()
    {
        CodeRunLease lease = await CreateAsync();
        foreach (TimeSpan hold in new[] { TimeSpan.Zero, Timeout.InfiniteTimeSpan, TimeSpan.MaxValue })
        {
            Func<Task>[] uses =
            [
                () => Store.CreateAsync("other", default, hold, CancellationToken.None).AsTask(),
                () => Store.OpenAsync("run", hold, CancellationToken.None).AsTask(),
                () => Store.RenewAsync(lease, hold, CancellationToken.None).AsTask(),
                () => Store.AppendAsync(lease, 0, [], hold, CancellationToken.None).AsTask(),
            ];
            foreach (Func<Task> use in uses)
            {
                await use.Should().ThrowAsync<ArgumentOutOfRangeException>();
            }
        }
    }

    [StoreFact]
    public async Task What_is_cancelled_before_it_begins_does_nothing()
    {
        CodeRunLease lease = await CreateAsync();
        CancellationToken cancelled = new(canceled: true);
        Func<Task>[] uses =
        [
            () => Store.CreateAsync("other", default, Hold, cancelled).AsTask(),
            () => Store.OpenAsync("run", Hold, cancelled).AsTask(),
            () => Store.AppendAsync(lease, 0, [Bytes("a")], Hold, cancelled).AsTask(),
            () => Store.CheckpointAsync(lease, Bytes("a"), cancelled).AsTask(),
            () => Store.RenewAsync(lease, Hold, cancelled).AsTask(),
            () => Store.ReleaseAsync(lease, cancelled).AsTask(),
            () => Store.DeleteAsync(lease, cancelled).AsTask(),
            async () => await Store.ListAsync(cancelled).GetAsyncEnumerator(cancelled).MoveNextAsync(),
        ];
        foreach (Func<Task> use in uses)
        {
            await use.Should().ThrowAsync<OperationCanceledException>();
        }

        List<CodeRunInfo> runs = await ListAsync();
        runs.Should().ContainSingle().Which.HeldUntil.Should().Be(Clock.GetUtcNow() + Hold);
        runs[0].Entries.Should().Be(0);
    }

    private async Task<CodeRunLease?> LoseAsync(string how, CodeRunLease lease)
    {
        switch (how)
        {
            case "opened":
                Clock.Advance(Hold);
                return (await ReopenAsync()).Lease;
            case "let go":
                await Store.ReleaseAsync(lease, CancellationToken.None);
                return null;
            case "deleted":
                await Store.DeleteAsync(lease, CancellationToken.None);
                return null;
            default:
                await Store.DeleteAsync(lease, CancellationToken.None);
                return await CreateAsync();
        }
    }
}
