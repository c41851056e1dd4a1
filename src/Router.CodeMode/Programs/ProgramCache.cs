namespace Router.CodeMode.Programs;

/// <summary>The programs that were read last: models repeat themselves, and every wake-up reads its program again. Thread-safe.</summary>
internal sealed class ProgramCache
{
    private const int MostPrograms = 256;
    private const int MostCharacters = 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Source, ProgramText Program)>> _programs = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Source, ProgramText Program)> _order = new();
    private int _characters;

    internal ProgramText? Find(string source)
    {
        lock (_lock)
        {
            if (!_programs.TryGetValue(source, out LinkedListNode<(string Source, ProgramText Program)>? node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Program;
        }
    }

    internal void Add(string source, ProgramText program)
    {
        lock (_lock)
        {
            if (_programs.ContainsKey(source) || source.Length > MostCharacters / 2)
            {
                return;
            }

            _programs[source] = _order.AddFirst((source, program));
            _characters += source.Length;
            while (_programs.Count > MostPrograms || _characters > MostCharacters)
            {
                (string oldest, _) = _order.Last!.Value;
                _order.RemoveLast();
                _programs.Remove(oldest);
                _characters -= oldest.Length;
            }
        }
    }
}
