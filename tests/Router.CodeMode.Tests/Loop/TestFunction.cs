using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Tests.Loop;

/// <summary>A tool whose work is given; it keeps what it was called with. Thread-safe.</summary>
internal sealed class TestFunction : AIFunction
{
    private readonly Func<AIFunctionArguments, CancellationToken, ValueTask<object?>> _work;
    private readonly List<Dictionary<string, object?>> _calls = [];

    internal TestFunction(string name, Func<AIFunctionArguments, CancellationToken, ValueTask<object?>> work)
    {
        Name = name;
        _work = work;
    }

    internal TestFunction(string name, Func<object?> work)
        : this(name, (_, _) => new ValueTask<object?>(work()))
    {
    }

    public override string Name { get; }

    public override string Description => $"Does {Name}.";

    public override JsonElement JsonSchema { get; } = JsonDocument.Parse("""{"type":"object","properties":{"id":{"type":"integer"}}}""").RootElement;

    public override JsonElement? ReturnJsonSchema => Returns;

    internal JsonElement? Returns { get; init; }

    internal IReadOnlyList<Dictionary<string, object?>> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        lock (_calls)
        {
            _calls.Add(new Dictionary<string, object?>(arguments));
        }

        return _work(arguments, cancellationToken);
    }
}
