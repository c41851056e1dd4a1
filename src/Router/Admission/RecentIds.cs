namespace Router.Admission;

/// <summary>Remembers the last ids, in two generations: never fewer than one generation, never more than two. Not thread-safe.</summary>
internal sealed class RecentIds(int generation)
{
    private HashSet<string> _young = [];
    private HashSet<string> _old = [];

    /// <summary>False where the id is known.</summary>
    internal bool Add(string id)
    {
        if (_old.Contains(id) || !_young.Add(id))
        {
            return false;
        }

        if (_young.Count >= generation)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        return true;
    }
}
