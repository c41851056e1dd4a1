using System.Globalization;
using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>
/// What the pipeline adds over the client it wraps, beside what the OpenAI adapter takes, measured by turns in one process: on a
/// shared machine the quietest round of each is compared, where figures minutes apart would compare the machine's moods.
/// </summary>
internal static class PairedRun
{
    private const int Rounds = 40;
    private const int UnaryCalls = 5_000;
    private const int Streams = 100;

    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "hello")];
    private static readonly ChatOptions Options = new() { Temperature = 0.5f, MaxOutputTokens = 100 };

    internal static async Task RunAsync()
    {
        await MeasureAsync("unary, per call", UnaryAsync, Adapters.OpenAI(), UnaryCalls, 1);
        await MeasureAsync("stream, per update", StreamAsync, Adapters.OpenAIStreaming(), Streams, NoOpChatClient.Updates);
    }

    private static async Task MeasureAsync(string title, Func<IChatClient, int, Task> run, IChatClient adapter, int calls, int perCall)
    {
        Contender[] plain =
        [
            new("the OpenAI adapter, stub handler", adapter),
            new("inner client alone", Pipelines.Bare()),
            new("pipeline, 1 target", Pipelines.Over(1)),
            new("pipeline, 8 targets", Pipelines.Over(8)),
            new("inner client that yields, alone", Pipelines.Bare(yields: true)),
            new("pipeline over one that yields", Pipelines.Over(1, yields: true)),
        ];
        await RoundsAsync(plain, run, calls);
        Contender listened = new("pipeline, 1 target, spans listened to", Pipelines.Over(1));
        using (Pipelines.Listen())
        {
            await RoundsAsync([listened], run, calls);
        }

        double unit = calls * perCall;
        Console.WriteLine($"{title}: ns and bytes, best of {Rounds} rounds by turns; in brackets the share of the adapter");
        Print(plain[0], null, plain[0], unit);
        Print(plain[1], null, plain[0], unit);
        Print(plain[2], plain[1], plain[0], unit);
        Print(plain[3], plain[1], plain[0], unit);
        Print(listened, plain[1], plain[0], unit);
        Print(plain[4], null, plain[0], unit);
        Print(plain[5], plain[4], plain[0], unit);
    }

    private static async Task RoundsAsync(Contender[] contenders, Func<IChatClient, int, Task> run, int calls)
    {
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                long bytes = GC.GetTotalAllocatedBytes(precise: true);
                long start = TimeProvider.System.GetTimestamp();
                await run(contender.Client, calls);
                TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
                contender.Add(elapsed, GC.GetTotalAllocatedBytes(precise: true) - bytes);
            }
        }
    }

    private static async Task UnaryAsync(IChatClient client, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            await client.GetResponseAsync(Messages, Options);
        }
    }

    private static async Task StreamAsync(IChatClient client, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Messages, Options))
            {
                // Only the arrival counts.
            }
        }
    }

    private static void Print(Contender contender, Contender? inner, Contender adapter, double unit)
    {
        double time = (contender.Time - (inner?.Time ?? 0)) / unit;
        double bytes = (contender.Bytes - (inner?.Bytes ?? 0)) / unit;
        string what = inner is null ? contender.Name : contender.Name + ", added";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-46} {time,8:0} ns ({time / (adapter.Time / unit):0.00}) {bytes,8:0} B ({bytes / (adapter.Bytes / unit):0.00})"));
    }

    private sealed class Contender(string name, IChatClient client)
    {
        internal string Name => name;

        internal IChatClient Client => client;

        /// <summary>The quietest round, in nanoseconds.</summary>
        internal double Time { get; private set; } = double.MaxValue;

        internal double Bytes { get; private set; } = double.MaxValue;

        internal void Add(TimeSpan time, long bytes)
        {
            Time = Math.Min(Time, time.TotalNanoseconds);
            Bytes = Math.Min(Bytes, bytes);
        }
    }
}
