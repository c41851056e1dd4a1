using Router.Emulators.Requests;

namespace Router.Emulators.Chat;

/// <summary>Scripted answers. A matching rule goes before the queue; with neither, the emulated model answers by itself.</summary>
public sealed class ReplyPlan
{
    private readonly Lock _gate = new();
    private readonly Queue<Reply> _queue = [];
    private readonly List<Rule> _rules = [];

    internal ReplyPlan()
    {
    }

    /// <summary>Replies not used yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Answers the next chat requests with these, in order.</summary>
    public void Enqueue(params Reply[] replies)
    {
        lock (_gate)
        {
            foreach (Reply reply in replies)
            {
                _queue.Enqueue(reply);
            }
        }
    }

    public void When(Func<RecordedRequest, bool> predicate, Reply reply, int times = int.MaxValue) =>
        When(predicate, _ => reply, times);

    /// <summary>Answers matching requests with what the function makes of them.</summary>
    public void When(Func<RecordedRequest, bool> predicate, Func<RecordedRequest, Reply> reply, int times = int.MaxValue)
    {
        lock (_gate)
        {
            _rules.Add(new Rule(predicate, reply, times));
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

    internal Reply? Take(RecordedRequest request)
    {
        Rule? rule;
        lock (_gate)
        {
            rule = _rules.FirstOrDefault(candidate => candidate.Predicate(request));
            if (rule is null)
            {
                return _queue.TryDequeue(out Reply? reply) ? reply : null;
            }

            if (rule.Remaining != int.MaxValue && --rule.Remaining == 0)
            {
                _rules.Remove(rule);
            }
        }

        return rule.Reply(request);
    }

    private sealed class Rule(Func<RecordedRequest, bool> predicate, Func<RecordedRequest, Reply> reply, int times)
    {
        public Func<RecordedRequest, bool> Predicate { get; } = predicate;

        public Func<RecordedRequest, Reply> Reply { get; } = reply;

        public int Remaining { get; set; } = times;
    }
}
