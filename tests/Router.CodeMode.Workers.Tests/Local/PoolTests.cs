using System.Diagnostics;
using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Workers.Tests.Hosts;

namespace Router.CodeMode.Workers.Tests.Local;

public sealed class PoolTests
{
    [Fact]
    public async Task A_process_serves_one_program_after_the_other_and_is_replaced_after_its_last()
    {
        await using WorkersEngine engine = Engine(options => (options.RunsPerProcess, options.MaxProcesses, options.WarmProcesses) = (3, 1, 0));
        List<int> ids = [];
        for (int i = 0; i < 7; i++)
        {
            await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("return 1"), CancellationToken.None);
            await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
            ids.Add(engine.Pool!.Processes.Single().Id);
        }

        ids.Distinct().Should().HaveCount(3);
        ids.Take(3).Distinct().Should().ContainSingle();
        await Liveness.IsGoneAsync(ids[0]);
    }

    [Fact]
    public async Task Programs_at_the_same_time_have_processes_of_their_own_and_wait_where_there_are_no_more()
    {
        await using WorkersEngine engine = Engine(options => (options.MaxProcesses, options.WarmProcesses) = (4, 0));
        int most = 0;
        int inside = 0;
        string?[] values = await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            Driven run = await engine.RunAsync(Sample.Start($"return await tools.echo({i})"), async call =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                return call.Arguments;
            });
            return run.Value;
        }));

        values.Should().Equal(Enumerable.Range(0, 24).Select(i => $"[{i}]"));
        most.Should().BeLessThanOrEqualTo(4);
        engine.Pool!.Processes.Should().HaveCountLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task Where_no_process_is_free_in_time_the_engine_says_so_and_loses_nothing()
    {
        await using WorkersEngine engine = Engine(options =>
            (options.MaxProcesses, options.WarmProcesses, options.QueueTimeout) = (1, 0, TimeSpan.FromMilliseconds(50)));
        IScriptInstance holding = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None);

        Func<Task> second = () => engine.RunAsync("return 1");
        (await second.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*MaxProcesses*");
        await holding.DisposeAsync();
        (await engine.RunAsync("return 1")).Value.Should().Be("1");
    }

    [Fact]
    public async Task A_spare_is_ready_before_the_next_program_asks()
    {
        await using WorkersEngine engine = Engine(options => options.WarmProcesses = 2);
        await engine.RunAsync("return 1");
        await Until(() => engine.Pool!.Processes.Count >= 2);

        int[] before = [.. engine.Pool!.Processes.Select(process => process.Id)];
        await using IScriptInstance first = await engine.CreateAsync(Sample.Start("return 1"), CancellationToken.None);
        before.Should().Contain(engine.Pool.Processes.Select(process => process.Id).Intersect(before));
    }

    [Fact]
    public async Task There_are_never_more_processes_than_there_may_be_whatever_their_sizes_and_spares()
    {
        await using WorkersEngine engine = Engine(options => (options.MaxProcesses, options.WarmProcesses) = (3, 2));
        int most = 0;
        Random random = new(5);
        CodeLimits[] limits = [.. Enumerable.Range(0, 24).Select(_ => new CodeLimits { MemoryBytes = (16L * 1024 * 1024) << random.Next(4) })];
        string?[] values = await Task.WhenAll(limits.Select(async (limit, i) =>
        {
            Driven run = await engine.RunAsync(Sample.Start($"return await tools.echo({i})", limit), call =>
            {
                most = Math.Max(most, engine.Pool!.Processes.Count);
                return Task.FromResult<string?>(call.Arguments);
            });
            return run.Value;
        }));

        values.Should().Equal(Enumerable.Range(0, 24).Select(i => $"[{i}]"));
        most.Should().BeInRange(1, 3);
    }

    [Fact]
    public async Task A_text_that_does_not_parse_costs_no_process()
    {
        await using WorkersEngine engine = Engine(options => (options.MaxProcesses, options.WarmProcesses) = (1, 0));
        await engine.RunAsync("return 1");
        int id = engine.Pool!.Processes.Single().Id;

        (await engine.RunAsync("let y = ;")).Failure.Kind.Should().Be(CodeErrorKind.Parse);

        (await engine.RunAsync("return 2")).Value.Should().Be("2");
        engine.Pool.Processes.Single().Id.Should().Be(id);
    }

    [Fact]
    public async Task Programs_that_wait_for_a_process_end_with_the_engine()
    {
        WorkersEngine engine = Engine(options => (options.MaxProcesses, options.WarmProcesses) = (1, 0));
        IScriptInstance holding = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None);
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(_ => engine.CreateAsync(Sample.Start("return 1"), CancellationToken.None).AsTask())];

        await Task.WhenAll(engine.DisposeAsync().AsTask(), engine.DisposeAsync().AsTask()).WaitAsync(Driver.Patience);

        foreach (Task task in waiting)
        {
            Func<Task> wait = () => task.WaitAsync(Driver.Patience);
            await wait.Should().ThrowAsync<ObjectDisposedException>();
        }

        await holding.DisposeAsync();
    }

    [Fact]
    public async Task What_a_host_left_behind_is_removed_and_what_another_uses_is_not()
    {
        string parent = Path.GetTempPath();
        DirectoryInfo orphan = Directory.CreateDirectory(Path.Combine(parent, "router-workerd-0123456789orphan"));
        await File.WriteAllTextAsync(Path.Combine(orphan.FullName, "harness.js"), "x");
        await using WorkersEngine other = Engine(options => options.WarmProcesses = 0);
        await other.RunAsync("return 1");
        DirectoryInfo used = new(other.Pool!.DirectoryPath!);
        using Process left = Serving(orphan);
        using Process theirs = Serving(used);
        orphan.LastWriteTimeUtc = used.LastWriteTimeUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        await using WorkersEngine engine = Engine(options => options.WarmProcesses = 0);
        await engine.RunAsync("return 1");

        Directory.Exists(orphan.FullName).Should().BeFalse();
        Directory.Exists(used.FullName).Should().BeTrue();
        theirs.HasExited.Should().BeFalse();
        if (!OperatingSystem.IsLinux())
        {
            left.Kill();
        }

        await left.WaitForExitAsync().WaitAsync(Driver.Patience);
        theirs.Kill();
    }

    // It has the arguments of a workerd of that directory, and waits for a line that never comes.
    private static Process Serving(DirectoryInfo directory) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read line", "serve", $"{directory.FullName}/heap-40.capnp"]) { RedirectStandardInput = true })!;

    [Fact]
    public async Task Disposing_ends_every_process_and_removes_every_file()
    {
        WorkersEngine engine = Engine(options => options.WarmProcesses = 1);
        IScriptInstance open = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None);
        await open.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
        int[] ids = [.. engine.Pool!.Processes.Select(process => process.Id), engine.Pool.GuardId];
        string directory = engine.Pool.DirectoryPath!;

        await engine.DisposeAsync();

        ids.Should().NotContain(id => Liveness.IsAlive(id));
        Directory.Exists(directory).Should().BeFalse();
        await open.DisposeAsync();
        Func<Task> late = () => engine.RunAsync("return 1");
        await late.Should().ThrowAsync<ObjectDisposedException>();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_small_limit_of_memory_gets_a_small_heap_and_both_sizes_live_side_by_side()
    {
        await using WorkersEngine engine = Engine(options => (options.MaxProcesses, options.WarmProcesses) = (2, 0));
        const string Body = "const all = []; for (let i = 0; i < 45; i++) all.push(new Array(131072).fill(i + 0.5)); return all.length";

        (await engine.RunAsync(Sample.Start(Body, new CodeLimits { MemoryBytes = 4 * 1024 * 1024 }))).Failure.Kind.Should().Be(CodeErrorKind.Memory);
        (await engine.RunAsync(Sample.Start(Body, new CodeLimits { MemoryBytes = 128 * 1024 * 1024 }))).Value.Should().Be("45");
        (await engine.RunAsync("return 1")).Value.Should().Be("1");
    }

    [Fact]
    public async Task Nobody_without_the_token_of_a_process_gets_in_and_nobody_else_reaches_its_socket()
    {
        await using WorkersEngine engine = Engine(options => options.WarmProcesses = 0);
        await engine.RunAsync("return 1");
        string directory = engine.Pool!.DirectoryPath!;
        using SocketsHttpHandler handler = new() { ConnectCallback = (_, token) => UnixSocket.OpenAsync(Directory.GetFiles(directory, "*.sock")[0], token) };
        using HttpClient client = new(handler);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer 0123456789abcdef0123456789abcdef");

        using HttpResponseMessage response = await client.GetAsync(new Uri("http://localhost/")).WaitAsync(Driver.Patience);

        ((int)response.StatusCode).Should().Be(401);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(directory).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task The_environment_of_the_host_does_not_go_along()
    {
        await using WorkersEngine engine = Engine(_ => { });
        await engine.RunAsync("return 1");
        if (OperatingSystem.IsLinux())
        {
            string environment = await File.ReadAllTextAsync($"/proc/{engine.Pool!.Processes[0].Id}/environ");
            environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().StartWith("ROUTER_WORKERD_TOKEN=");
        }
    }

    private static WorkersEngine Engine(Action<WorkersOptions> configure)
    {
        WorkersOptions options = new() { WorkerdPath = WorkerdPath.Value };
        configure(options);
        return new WorkersEngine(options);
    }

    private static async Task Until(Func<bool> condition)
    {
        long from = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(from).Should().BeLessThan(Driver.Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
