using Router.Admission;

namespace Router.PostgreSql.Admission;

/// <summary>
/// Sends what waits in one transaction. Decisions about one budget can only follow one another, each waiting for the disk of the
/// database; together they wait once. Thread-safe.
/// </summary>
internal sealed class DecisionBatches(PostgreSqlDatabase database, TimeProvider? clock)
{
    private const int LargestBatch = 64;

    // While one batch waits for the disk, the next is on its way.
    private const int BatchesAtOnce = 2;

    private readonly PostgreSqlCalls _calls = new(database);
    private readonly Sweep _sweep = new();
    private readonly string _lock = $"SELECT {database.Schema}.lock_1($1, $2)::text";
    private readonly string _sweepSome = $"SELECT {database.Schema}.sweep_1($1, $2, $3, $4)";
    private readonly Lock _gate = new();
    private readonly Queue<PendingDecision> _waiting = [];
    private int _running;

    internal void Add(PendingDecision decision)
    {
        lock (_gate)
        {
            _waiting.Enqueue(decision);
            if (_running == BatchesAtOnce)
            {
                return;
            }

            _running++;
        }

        // Not in the context of the caller that happens to be the first: it would be that of all who come meanwhile.
        ThreadPool.UnsafeQueueUserWorkItem(static batches => _ = batches.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await SendAsync(batch).ConfigureAwait(false);
                batch.ForEach(decision => decision.Complete());
            }
            // Whatever it is, it belongs to those whose decision it undoes.
            catch (Exception exception)
            {
                batch.ForEach(decision => decision.Fail(exception));
            }
        }
    }

    private List<PendingDecision> Take()
    {
        List<PendingDecision> batch = [];
        lock (_gate)
        {
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out PendingDecision? decision))
            {
                if (decision.TryTake())
                {
                    batch.Add(decision);
                }
            }

            if (batch.Count == 0)
            {
                _running--;
            }
        }

        return batch;
    }

    private Task SendAsync(List<PendingDecision> batch)
    {
        List<PostgreSqlCall> calls = [];
        if (batch.Count > 1)
        {
            // All locks first, in their one order: taken decision by decision, two batches could wait for each other.
            AdmissionClaim[] claims = [.. batch.SelectMany(decision => decision.Claims)];
            calls.Add(new PostgreSqlCall(_lock, AdmissionParameters.Lock(claims)));
        }

        calls.AddRange(batch.Select(decision => decision.Call));
        if (_sweep.Next(batch.Count) is { } part)
        {
            // Last, for the same reason: from here on nothing is waited for any more.
            calls.Add(new PostgreSqlCall(
                _sweepSome,
                [
                    AdmissionParameters.Of(part.Table), AdmissionParameters.Of(part.Page), AdmissionParameters.Of(Sweep.Pages),
                    AdmissionParameters.Now(clock),
                ],
                row => _sweep.Advance(part.Table, row.GetInt64(0))));
        }

        return _calls.RunAsync(calls, CancellationToken.None, CancellationToken.None);
    }
}
