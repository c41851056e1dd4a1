using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Sdk;

/// <summary>
/// The SDKs that were used last, by the very functions that a request brought: two lists of the same objects are the same. Thread-safe.
/// </summary>
internal sealed class SdkCache
{
    private const int Most = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<(AIFunction[] Functions, CodeModeFunctions Sdk)> _used = [];

    internal CodeModeFunctions? Find(AIFunction[] functions)
    {
        lock (_lock)
        {
            for (LinkedListNode<(AIFunction[] Functions, CodeModeFunctions Sdk)>? node = _used.First; node is not null; node = node.Next)
            {
                if (node.Value.Functions.AsSpan().SequenceEqual(functions, ReferenceEqualityComparer.Instance))
                {
                    _used.Remove(node);
                    _used.AddFirst(node);
                    return node.Value.Sdk;
                }
            }

            return null;
        }
    }

    internal void Add(AIFunction[] functions, CodeModeFunctions sdk)
    {
        lock (_lock)
        {
            _used.AddFirst((functions, sdk));
            if (_used.Count > Most)
            {
                _used.RemoveLast();
            }
        }
    }
}
