namespace Router.Routing.Mirroring;

/// <summary>Counts the mirrored requests of one route that are running. Thread-safe.</summary>
internal sealed class MirrorGate
{
    private int _running;

    internal int Running => Volatile.Read(ref _running);

    internal bool TryEnter(int limit)
    {
        int running = Volatile.Read(ref _running);
        while (running < limit)
        {
            int seen = Interlocked.CompareExchange(ref _running, running + 1, running);
            if (seen == running)
            {
                return true;
            }

            running = seen;
        }

        return false;
    }

    internal void Exit() => Interlocked.Decrement(ref _running);
}
