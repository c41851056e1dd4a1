using System.Text;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.QuickJs.Machines;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class StateTests : EngineTest
{
    private const string Program = """
        const seen = new Map();
        let text = '';
        for (let i = 0; i < 6; i++) {
          const [a, b] = await Promise.all([codemode.a(i, Math.random()), codemode.b({ at: Date.now(), id: crypto.randomUUID() })]);
          seen.set(i, { a, b });
          text += 'é'.repeat(3000) + a;
          console.log('round', i, a, text.length);
        }
        return [[...seen], text.length, Math.random(), new URL('?x=' + seen.size, 'http://h/').href];
        """;

    [Fact]
    public async Task The_same_start_and_events_give_the_same_steps_and_states()
    {
        (List<ScriptStep> steps, List<byte[]> states) = await PlayAsync(saveAt: _ => false);
        (List<ScriptStep> again, List<byte[]> statesAgain) = await PlayAsync(saveAt: _ => false);
        Comparable(again).Should().BeEquivalentTo(Comparable(steps), options => options.WithStrictOrdering());
        steps[^1].Outcome!.Value.Should().Contain("http://h/?x=6");
        statesAgain[^1].AsSpan().SequenceEqual(states[^1]).Should().BeTrue("equal programs have equal states");
    }

    [Fact]
    public async Task A_program_that_sleeps_after_every_event_does_what_it_does_without_sleep()
    {
        (List<ScriptStep> steps, _) = await PlayAsync(saveAt: _ => false);
        (List<ScriptStep> slept, _) = await PlayAsync(saveAt: _ => true);
        Comparable(slept).Should().BeEquivalentTo(Comparable(steps), options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Another_seed_does_something_else()
    {
        ScriptStep one = await Engine.RunAsync("return [Math.random(), crypto.randomUUID()]");
        await using IScriptInstance other = await Engine.CreateAsync(TestPrograms.Start("return [Math.random(), crypto.randomUUID()]", seed: 8), default);
        (await other.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default)).Outcome!.Value.Should().NotBe(one.Outcome!.Value);
    }

    [Fact]
    public async Task A_state_of_another_build_is_refused()
    {
        byte[] state = await WaitingAsync();
        byte[] other = [.. state];
        other[12] ^= 1;
        await Engine.Awaiting(it => it.RestoreAsync(TestPrograms.Start(""), other, default).AsTask()).Should().ThrowAsync<InvalidDataException>().WithMessage("*build*");
        await Engine.Awaiting(it => it.RestoreAsync(TestPrograms.Start(""), ReadOnlyMemory<byte>.Empty, default).AsTask()).Should().ThrowAsync<InvalidDataException>();
        await Engine.Awaiting(it => it.RestoreAsync(TestPrograms.Start(""), state.AsMemory(0, state.Length - 1), default).AsTask()).Should().ThrowAsync<InvalidDataException>();
        Encoding.UTF8.GetString(state.AsSpan(8, Engine.BuildId!.Length)).Should().Be(Engine.BuildId);
    }

    [Fact]
    public async Task A_state_that_needs_more_memory_than_allowed_is_refused()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("const a = new Uint8Array(20e6); await codemode.a(); return a.length"), default);
        await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        ReadOnlyMemory<byte> state = await instance.SaveAsync(default);
        state.Length.Should().BeLessThan(2_000_000, "what is zero is not kept");
        await Engine.Awaiting(it => it.RestoreAsync(TestPrograms.Start("", new CodeLimits { MemoryBytes = 8 * 1024 * 1024 }), state, default).AsTask())
            .Should().ThrowAsync<InvalidDataException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_damaged_state_harms_nobody(int seed)
    {
        byte[] state = await WaitingAsync();
        Random random = new(seed);
        CodeLimits limits = new() { Cpu = TimeSpan.FromMilliseconds(100) };
        for (int round = 0; round < 150; round++)
        {
            byte[] damaged = [.. state];
            for (int i = random.Next(1, 2000); i > 0; i--)
            {
                // The head now and then, and mostly the memory.
                damaged[random.Next(20) == 0 ? random.Next(600) : random.Next(state.Length)] = (byte)random.Next(256);
            }

            try
            {
                await using IScriptInstance instance = await Engine.RestoreAsync(TestPrograms.Start("", limits), damaged, default);
                await instance.StepAsync(TestPrograms.Resolved(1, "{\"a\":[1,2,3]}"), limits.Cpu, default);
                await instance.SaveAsync(default);
            }
            catch (Exception refused) when (refused is InvalidDataException or ScriptEngineException)
            {
            }
        }

        (await Engine.RunAsync("return 1")).Outcome!.Value.Should().Be("1");
    }

    [Fact]
    public async Task No_byte_of_one_program_is_in_the_memory_of_the_next()
    {
        const string Secret = "secret-0123456789";
        await Engine.RunAsync($"const a = []; for (let i = 0; i < 5000; i++) a.push('{Secret}' + i); return a.join('').length");
        await using IScriptInstance next = await Engine.CreateAsync(TestPrograms.Start("await codemode.a()"), default);
        await next.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        (await next.SaveAsync(default)).Span.IndexOf(Encoding.UTF8.GetBytes(Secret)).Should().Be(-1);
        using QuickJsMachine fresh = Engine.Services.Template.Copy(64 * 1024 * 1024);
        fresh.Memory.Span.IndexOf(Encoding.UTF8.GetBytes(Secret)).Should().Be(-1);
    }

    [Fact]
    public async Task What_lies_on_the_dead_stack_is_not_kept()
    {
        byte[] state = await WaitingAsync();
        (state.Length / WasmMemory.BlockSize).Should().BeLessThan(200);
    }

    private static IEnumerable<object> Comparable(IEnumerable<ScriptStep> steps) =>
        steps.Select(step => new { step.Calls, step.Logs, step.LogsDropped, step.Outcome });

    private async Task<byte[]> WaitingAsync()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(
            TestPrograms.Start("const kept = { list: [1, 2, 3], m: new Map([[1, 'x']]) }; const got = await codemode.a(); return [kept, got, [...kept.m]]"), default);
        await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        return (await instance.SaveAsync(default)).ToArray();
    }

    private async Task<(List<ScriptStep> Steps, List<byte[]> States)> PlayAsync(Func<int, bool> saveAt)
    {
        List<ScriptStep> steps = [];
        List<byte[]> states = [];
        ScriptStart start = TestPrograms.Start(Program);
        IScriptInstance instance = await Engine.CreateAsync(start, default);
        Random random = new(11);
        List<int> open = [];
        ScriptEvent next = TestPrograms.Begin;
        while (true)
        {
            ScriptStep step = await instance.StepAsync(next, TestPrograms.Cpu, default);
            steps.Add(step);
            byte[] state = (await instance.SaveAsync(default)).ToArray();
            states.Add(state);
            if (step.Outcome is not null)
            {
                await instance.DisposeAsync();
                return (steps, states);
            }

            if (saveAt(steps.Count))
            {
                await instance.DisposeAsync();
                instance = await Engine.RestoreAsync(start, state, default);
            }

            open.AddRange(step.Calls.Select(call => call.Number));
            int index = random.Next(open.Count);
            int number = open[index];
            open.RemoveAt(index);
            next = TestPrograms.Resolved(number, $"{{\"n\":{number},\"text\":\"{new string('x', random.Next(50))}\"}}", steps.Count);
        }
    }
}
