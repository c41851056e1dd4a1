using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class TurnTests : EngineTest
{
    [Fact]
    public async Task Innocent_programs_do_not_wait_for_two_hundred_that_spin()
    {
        CodeLimits limits = new() { Cpu = TimeSpan.FromMinutes(10) };
        using CancellationTokenSource end = new();
        List<IScriptInstance> hogs = [];
        List<Task<ScriptStep>> spinning = [];
        for (int i = 0; i < 200; i++)
        {
            IScriptInstance hog = await Engine.CreateAsync(TestPrograms.Start("while (true) {}", limits), default);
            hogs.Add(hog);
            spinning.Add(hog.StepAsync(TestPrograms.Begin, limits.Cpu, end.Token).AsTask());
        }

        ScriptStep[] innocents = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Engine.RunAsync($"return await codemode.a() + {i}", _ => "1")));

        innocents.Select(step => step.Outcome!.Value).Should().Equal(Enumerable.Range(1, 20).Select(i => $"{i}"));
        spinning.Should().OnlyContain(hog => !hog.IsCompleted);

        // Those that wait for their turn hear of it too.
        await end.CancelAsync();
        foreach (Task<ScriptStep> hog in spinning)
        {
            await FluentActions.Awaiting(() => hog).Should().ThrowAsync<OperationCanceledException>();
        }

        foreach (IScriptInstance hog in hogs)
        {
            await hog.DisposeAsync();
        }
    }

    [Fact]
    public async Task Programs_that_run_long_all_come_to_their_end()
    {
        CodeLimits limits = new() { Cpu = TimeSpan.FromMinutes(10) };
        ScriptStep[] steps = await Task.WhenAll(Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ =>
            Engine.RunAsync("let n = 0; for (let i = 0; i < 500000; i++) n += i; return n", limits, limits.Cpu)));
        steps.Should().OnlyContain(step => step.Outcome!.Value == "124999750000");
    }

    [Fact]
    public void A_slice_gives_way_until_it_may_go_on()
    {
        WaitingSlice slice = new(TimeSpan.Zero);
        slice.Pause(true);
        Thread thread = slice.Start();
        slice.Passed.Should().BeFalse();
        slice.Pause(false);
        thread.Join();
        slice.Passed.Should().BeTrue();
    }

    [Fact]
    public void A_slice_in_a_crowd_gives_way_by_itself_and_once()
    {
        WaitingSlice slice = new(Slice.Long + TimeSpan.FromTicks(1));
        slice.BeginInCrowd();
        Thread thread = slice.Start();
        slice.Passed.Should().BeFalse();
        slice.Pause(false);
        thread.Join();
        slice.GiveWay(TimeSpan.FromMinutes(1));

        WaitingSlice brief = new(Slice.Long);
        brief.BeginInCrowd();
        brief.Start().Join();
        brief.Passed.Should().BeTrue();
    }

    [Fact]
    public void A_slice_that_is_to_end_waits_for_nobody()
    {
        WaitingSlice slice = new(TimeSpan.Zero);
        slice.Pause(true);
        Thread thread = slice.Start();
        slice.GoToEnd();
        slice.Pause(true);
        thread.Join();
    }

    private sealed class WaitingSlice(TimeSpan used) : Slice
    {
        private volatile bool _passed;

        public bool Passed => _passed;

        /// <summary>Runs it, until it waits or has passed.</summary>
        public Thread Start()
        {
            Thread thread = new(() => Run(null!, 0)) { IsBackground = true };
            thread.Start();
            SpinWait.SpinUntil(() => _passed || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            return thread;
        }

        public override void Watch(ThreadCpu cpu)
        {
        }

        public override void End() => GoToEnd();

        protected override void Do(ThreadCpu cpu)
        {
            GiveWay(used);
            _passed = true;
        }
    }
}
