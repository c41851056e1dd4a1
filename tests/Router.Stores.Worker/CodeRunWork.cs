using System.Globalization;
using System.Text;
using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.CodeMode.Execution;
using Router.PostgreSql.CodeRuns;
using Router.Sqlite.CodeRuns;

namespace Router.Stores.Worker;

/// <summary>
/// Router.Stores.Worker coderuns {store} {connection} {open or append} {run}. Opens the store and writes "ready"; at a line of input it
/// either opens the run and writes how many it opened, or makes it and appends two entries at a time, for ever, and writes after each append
/// how many entries there are.
/// </summary>
internal static class CodeRunWork
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    internal static async Task<int> RunAsync(string name, string connection, string mode, string run)
    {
        ICodeRunStore store = name switch
        {
            "file" => new FileCodeRunStore(connection),
            "sqlite" => new SqliteCodeRunStore(connection),
            _ => new PostgreSqlCodeRunStore(connection),
        };
        await foreach (CodeRunInfo _ in store.ListAsync(CancellationToken.None))
        {
            // Its tables are there now.
        }

        Console.WriteLine("ready");
        Console.ReadLine();
        if (mode == "append")
        {
            await AppendAsync(store, run);
        }

        Console.WriteLine((await OpensAsync(store, run) ? 1 : 0).ToString(CultureInfo.InvariantCulture));
        Console.ReadLine();
        return 0;
    }

    private static async Task<bool> OpensAsync(ICodeRunStore store, string run)
    {
        try
        {
            return await store.OpenAsync(run, Hold, CancellationToken.None) is not null;
        }
        catch (CodeRunBusyException)
        {
            return false;
        }
    }

    private static async Task AppendAsync(ICodeRunStore store, string run)
    {
        CodeRunLease lease = await store.CreateAsync(run, Encoding.UTF8.GetBytes("header"), Hold, CancellationToken.None);
        for (int index = 0; ; index += 2)
        {
            await store.AppendAsync(lease, index, [Entry(index), Entry(index + 1)], Hold, CancellationToken.None);
            Console.WriteLine((index + 2).ToString(CultureInfo.InvariantCulture));
        }
    }

    // Its place, and as many letters as its place says.
    private static ReadOnlyMemory<byte> Entry(int index) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index}:{new string('x', index * 397 % 20_000)}"));
}
