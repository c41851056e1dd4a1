using Router.Emulators.Requests;

namespace Router.Emulators.Replicate;

/// <summary>Scripts for predictions to come. A matching rule goes before the queue.</summary>
public sealed class PredictionPlan
{
    private readonly Lock _gate = new();
    private readonly Queue<PredictionScript> _queue = [];
    private readonly List<(Func<RecordedRequest, bool> Predicate, PredictionScript Script)> _rules = [];

    internal PredictionPlan()
    {
    }

    public void Enqueue(params PredictionScript[] scripts)
    {
        lock (_gate)
        {
            foreach (PredictionScript script in scripts)
            {
                _queue.Enqueue(script);
            }
        }
    }

    public void When(Func<RecordedRequest, bool> predicate, PredictionScript script)
    {
        lock (_gate)
        {
            _rules.Add((predicate, script));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _queue.Clear();
            _rules.Clear();
        }
    }

    internal PredictionScript? Take(RecordedRequest request)
    {
        lock (_gate)
        {
            foreach ((Func<RecordedRequest, bool> predicate, PredictionScript script) in _rules)
            {
                if (predicate(request))
                {
                    return script;
                }
            }

            return _queue.TryDequeue(out PredictionScript? next) ? next : null;
        }
    }
}
