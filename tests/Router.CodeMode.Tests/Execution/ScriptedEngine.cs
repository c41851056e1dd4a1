using System.Text;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Tests.Execution;

/// <summary>An engine, and a reader, whose programs are delegates by name. Its state is the events that it was given.</summary>
internal sealed class ScriptedEngine : IScriptEngine, IProgramReader
{
    private readonly Dictionary<string, ScriptedProgram> _programs = [];
    private int _steps;
    private int _alive;

    public string Name { get; init; } = "scripted";

    public string? BuildId { get; init; } = "1";

    /// <summary>Called with the number of each step before it runs, over all instances.</summary>
    internal Action<int>? OnStep { get; set; }

    internal List<ScriptEvent> Events { get; } = [];

    /// <summary>Instances that were not disposed.</summary>
    internal int Alive => Volatile.Read(ref _alive);

    internal int Restored { get; private set; }

    internal bool IgnoresHalt { get; init; }

    internal ScriptedEngine Add(string name, ScriptedProgram program)
    {
        _programs[name] = program;
        return this;
    }

    public ValueTask<ProgramText> ReadAsync(string source, CancellationToken cancellationToken)
    {
        if (source.StartsWith('?'))
        {
            throw new ProgramException(new CodeMode.Execution.CodeError
            {
                Kind = CodeMode.Execution.CodeErrorKind.Parse,
                Message = "Unexpected token",
                Line = 2,
                Column = 9,
            });
        }

        return new(new ProgramText { Body = source, Form = ProgramForm.Statements, LineOffset = source.StartsWith('\n') ? 0 : 3, ColumnsExact = true });
    }

    public ValueTask<IScriptInstance> CreateAsync(ScriptStart start, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _alive);
        return new(new ScriptedInstance(this, start, _programs[start.Program.Body.Trim()]));
    }

    public async ValueTask<IScriptInstance> RestoreAsync(ScriptStart start, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(state.Span);
        if (!text.StartsWith("scripted\n", StringComparison.Ordinal))
        {
            throw new InvalidDataException("None of ours.");
        }

        Interlocked.Increment(ref _alive);
        Restored++;
        ScriptedInstance instance = new(this, start, _programs[start.Program.Body.Trim()]);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string[] parts = line.Split('\t');
            await instance.RepeatAsync(new ScriptEvent(
                Enum.Parse<ScriptEventKind>(parts[0]), int.Parse(parts[1]), parts[2] == "-" ? null : parts[2], new DateTimeOffset(long.Parse(parts[3]), TimeSpan.Zero)));
        }

        return instance;
    }

    public ValueTask DisposeAsync() => default;

    internal void Stepping(ScriptEvent scriptEvent)
    {
        int number;
        lock (Events)
        {
            Events.Add(scriptEvent);
            number = ++_steps;
        }

        OnStep?.Invoke(number);
    }

    internal void Gone() => Interlocked.Decrement(ref _alive);
}
