using Microsoft.AspNetCore.Http;

namespace Router.Emulators.Requests;

/// <summary>Every request a service received, in order of arrival, and waits for those still to come.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Waiter> _waiters = [];
    private int _count;

    internal RequestLog(TimeProvider time) => _time = time;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _requests.Count;
            }
        }
    }

    /// <summary>The newest request; throws when there is none.</summary>
    public RecordedRequest Last => Snapshot()[^1];

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    /// <summary>The first request that matches and has arrived whole; one already here counts.</summary>
    public Task<RecordedRequest> WaitForArrivalAsync(
        Func<RecordedRequest, bool>? predicate = null,
        CancellationToken cancellationToken = default)
    {
        predicate ??= static _ => true;
        lock (_gate)
        {
            RecordedRequest? present = _requests.FirstOrDefault(predicate);
            if (present is not null)
            {
                return Task.FromResult(present);
            }

            Waiter waiter = new(predicate);
            _waiters.Add(waiter);
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The first request that matches, once it has ended; one already ended counts.</summary>
    public async Task<RecordedRequest> WaitForEndAsync(
        Func<RecordedRequest, bool>? predicate = null,
        CancellationToken cancellationToken = default)
    {
        RecordedRequest request = await WaitForArrivalAsync(predicate, cancellationToken);
        await request.Ended.WaitAsync(cancellationToken);
        return request;
    }

    internal async Task<RecordedRequest> ReadAsync(HttpRequest http)
    {
        using MemoryStream body = new();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        RecordedRequest request = new()
        {
            Number = Interlocked.Increment(ref _count),
            Method = http.Method,
            Path = http.Path.Value ?? "/",
            Query = http.QueryString.Value ?? "",
            Headers = RecordedHeaders.Of(http.Headers),
            Body = body.ToArray(),
            ArrivedAt = _time.GetUtcNow(),
        };
        Add(request);
        return request;
    }

    internal void End(RecordedRequest request, bool clientAborted, int status, long bytesSent) =>
        request.End(_time.GetUtcNow(), clientAborted, status, bytesSent);

    private void Add(RecordedRequest request)
    {
        Waiter[] woken;
        lock (_gate)
        {
            _requests.Add(request);
            woken = [.. _waiters.Where(waiter => waiter.Predicate(request))];
            _waiters.RemoveAll(waiter => woken.Contains(waiter));
        }

        foreach (Waiter waiter in woken)
        {
            waiter.Complete(request);
        }
    }

    private sealed class Waiter(Func<RecordedRequest, bool> predicate)
    {
        private readonly TaskCompletionSource<RecordedRequest> _source =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<RecordedRequest, bool> Predicate { get; } = predicate;

        public Task<RecordedRequest> Task => _source.Task;

        public void Complete(RecordedRequest request) => _source.TrySetResult(request);
    }
}
