using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

/// <summary>The functions that the contract's programs call. It counts every call, by run and number: none may come twice. Thread-safe.</summary>
public sealed class ContractFunctions : ICodeDispatcher
{
    private static readonly Dictionary<string, CodeFunction> Functions = new CodeFunction[]
    {
        new() { Name = "echo", ReadOnly = true },
        new() { Name = "math.add", ReadOnly = true },
        new() { Name = "docs.pages.get", ReadOnly = true },
        new() { Name = "fail" },
        new() { Name = "crash" },
        new() { Name = "write" },
        new() { Name = "gate" },
        new() { Name = "big", ReadOnly = true },
        new() { Name = "transfer", RequiresApproval = true },
        new() { Name = "later" },
    }.ToDictionary(function => function.Name);

    private readonly ConcurrentDictionary<string, int> _calls = new();
    private readonly ConcurrentQueue<CodeCall> _order = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _atGate = Channel.CreateUnbounded<bool>();

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Roots { get; } = [.. Functions.Keys.Select(name => name.Split('.')[0]).Distinct()];

    /// <summary>The calls that were made, in the order of their begin.</summary>
    public IReadOnlyList<CodeCall> Calls => [.. _order];

    /// <summary>The most often that any one call was made.</summary>
    public int MostOften => _calls.IsEmpty ? 0 : _calls.Values.Max();

    /// <inheritdoc/>
    public CodeFunction? Find(string name) => Functions.GetValueOrDefault(name);

    /// <inheritdoc/>
    public string? Suggest(string name) => name.StartsWith("ech", StringComparison.Ordinal) ? "Did you mean echo?" : null;

    /// <summary>Lets all calls of <c>gate</c> go.</summary>
    public void OpenGate() => _gate.TrySetResult();

    /// <summary>Waits until one more call stands at the gate.</summary>
    public Task AtGateAsync() => _atGate.Reader.ReadAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        _calls.AddOrUpdate(codeCall.IdempotencyKey, 1, (_, count) => count + 1);
        _order.Enqueue(codeCall);
        JsonElement arguments = codeCall.Arguments;
        switch (codeCall.Name)
        {
            case "echo" or "write" or "transfer":
                await Task.Yield();
                return CodeCallResult.Success(arguments.GetArrayLength() > 0 ? arguments[0] : null);
            case "math.add":
                return CodeCallResult.Success(JsonSerializer.SerializeToElement(arguments[0].GetDouble() + arguments[1].GetDouble(), ContractJson.Default.Double));
            case "docs.pages.get":
                return CodeCallResult.Success(JsonSerializer.SerializeToElement($"page {arguments[0].GetProperty("id").GetInt32()}", ContractJson.Default.String));
            case "fail":
                throw new CodeCallException("The page is gone.") { Hint = "List the pages first." };
            case "crash":
                throw new InvalidOperationException("connection string: server=secret");
            case "gate":
                _atGate.Writer.TryWrite(true);
                await _gate.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                return CodeCallResult.Success(arguments.GetArrayLength() > 0 ? arguments[0] : null);
            case "big":
                return CodeCallResult.Success(JsonSerializer.SerializeToElement(new string('x', arguments[0].GetInt32()), ContractJson.Default.String));
            case "later":
                return CodeCallResult.Pending;
            default:
                throw new CodeCallException($"No function {codeCall.Name}.");
        }
    }
}
