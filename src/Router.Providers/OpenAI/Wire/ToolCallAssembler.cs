using System.Text;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Puts the pieces of streamed function calls together. Pieces of several calls may interleave; servers leave out the index, the
/// id, or give every call the index 0. Not thread-safe.
/// </summary>
internal sealed class ToolCallAssembler
{
    private const int MostCalls = 1024;
    private const int LongestArguments = 16 * 1024 * 1024;

    private readonly List<Entry> _entries = [];
    private int _length;

    /// <summary>Adds one piece to the call it belongs to. False where it is more than any answer holds, and is not added.</summary>
    internal bool TryAdd(ToolCallPart part)
    {
        Entry? entry = Find(part);
        _length += part.Arguments?.Length ?? 0;
        if (_length > LongestArguments || (entry is null && _entries.Count == MostCalls))
        {
            return false;
        }

        if (entry is null)
        {
            entry = new Entry { Index = part.Index };
            _entries.Add(entry);
        }

        if (Repeats(part, entry))
        {
            return true;
        }

        entry.Id = string.IsNullOrEmpty(entry.Id) ? part.Id : entry.Id;
        entry.Name = string.IsNullOrEmpty(entry.Name) ? part.Name : entry.Name;
        entry.Arguments.Append(part.Arguments);
        return true;
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
        return found is not null && hasName && IsAnother(found, part, hasId) ? null : found;
    }

    /// <summary>Whether a piece with a name begins a call of its own, although its index was seen before.</summary>
    private static bool IsAnother(Entry found, ToolCallPart part, bool hasId)
    {
        if (hasId)
        {
            return !string.IsNullOrEmpty(found.Id) && found.Id != part.Id;
        }

        // Without ids, names and arguments tell: nothing can follow whole arguments.
        return !string.IsNullOrEmpty(found.Name)
            && (found.Name != part.Name
                || (!string.IsNullOrEmpty(part.Arguments) && default(JsonProgress).IsWhole(Encoding.UTF8.GetBytes(found.Arguments.ToString()))));
    }

    private sealed class Entry
    {
        internal long? Index { get; init; }

        internal string? Id { get; set; }

        internal string? Name { get; set; }

        internal StringBuilder Arguments { get; } = new();
    }
}
