using System.Text;
using Router.CodeMode.Durability;
using Router.TestKit;

namespace Router.Stores.Contract;

/// <summary>
/// What every store of runs must do. A store's own tests derive from this and say how one is opened; it must run by <see cref="Clock"/>.
/// </summary>
public abstract partial class CodeRunStoreContract : IAsyncLifetime
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private ICodeRunStore? _store;

    /// <summary>The clock of the store under test.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    private ICodeRunStore Store => _store!;

    public async Task InitializeAsync() => _store = await OpenAsync(Clock);

    public async Task DisposeAsync()
    {
        await EndAsync(Store);
        await CloseAsync();
    }

    /// <summary>Opens a store that nothing stands in.</summary>
    protected abstract ValueTask<ICodeRunStore> OpenAsync(TimeProvider clock);

    /// <summary>Opens the same store once more, as another process would; null where nobody else can.</summary>
    protected abstract ICodeRunStore? OpenAgain(TimeProvider clock);

    /// <summary>Takes away what the store leaves behind.</summary>
    protected virtual ValueTask CloseAsync() => default;

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static async ValueTask EndAsync(ICodeRunStore store)
    {
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private ValueTask<CodeRunLease> CreateAsync(string run = "run", string header = "header") =>
        Store.CreateAsync(run, Bytes(header), Hold, CancellationToken.None);

    private async Task<StoredCodeRun> ReopenAsync(string run = "run") =>
        await Store.OpenAsync(run, Hold, CancellationToken.None) ?? throw new InvalidOperationException("There is no such run.");

    private ValueTask AppendAsync(CodeRunLease lease, int index, params string[] entries) =>
        Store.AppendAsync(lease, index, [.. entries.Select(Bytes)], Hold, CancellationToken.None);

    private async Task<List<CodeRunInfo>> ListAsync()
    {
        List<CodeRunInfo> runs = [];
        await foreach (CodeRunInfo run in Store.ListAsync(CancellationToken.None))
        {
            runs.Add(run);
        }

        return runs;
    }
}
