using System.Text;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Puts the pieces of streamed function calls together. Pieces of several calls may interleave; servers leave out the index, the
/// id, or give every call the index 0. Not thread-safe.
/// </summary>
internal sealed class ToolCallAssembler
{
    private readonly List<Entry> _entries = [];

    internal bool IsEmpty => _entries.Count == 0;

    /// <summary>Adds one piece to the call it belongs to.</summary>
    internal void Add(ToolCallPart part)
    {
        Entry? entry = Find(part);
        if (entry is null)
        {
            entry = new Entry { Index = part.Index };
            _entries.Add(entry);
        }

        if (Repeats(part, entry))
        {
            return;
        }

        entry.Id = string.IsNullOrEmpty(entry.Id) ? part.Id : entry.Id;
        entry.Name = string.IsNullOrEmpty(entry.Name) ? part.Name : entry.Name;
        entry.Arguments.Append(part.Arguments);
    }

    /// <summary>The calls in the order they began. A piece that never got a name nor arguments was none.</summary>
    internal IEnumerable<FunctionCallContent> Calls() =>
        _entries.Where(entry => !string.IsNullOrEmpty(entry.Name) || entry.Arguments.Length > 0)
            .Select(entry => FunctionJson.Call(entry.Id, entry.Name, entry.Arguments.ToString()));

    /// <summary>Whether a piece is the whole call once more: nothing can follow an object's end.</summary>
    private static bool Repeats(ToolCallPart part, Entry entry) =>
        !string.IsNullOrEmpty(part.Id) && part.Id == entry.Id && part.Name == entry.Name
        && part.Arguments is ['{', .., '}'] arguments && entry.Arguments.Equals(arguments);

    private Entry? Find(ToolCallPart part)
    {
        bool hasId = !string.IsNullOrEmpty(part.Id);
        bool hasName = !string.IsNullOrEmpty(part.Name);
        if (part.Index is null)
        {
            return hasId
                ? _entries.FindLast(entry => entry.Id == part.Id)
                : hasName ? null : _entries.LastOrDefault();
        }

        Entry? found = _entries.FindLast(entry => entry.Index == part.Index);
        bool another = found is not null && hasId && hasName && !string.IsNullOrEmpty(found.Id) && found.Id != part.Id;
        return another ? null : found;
    }

    private sealed class Entry
    {
        internal int? Index { get; init; }

        internal string? Id { get; set; }

        internal string? Name { get; set; }

        internal StringBuilder Arguments { get; } = new();
    }
}
