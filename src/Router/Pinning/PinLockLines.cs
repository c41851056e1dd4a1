using System.Text.Json;

namespace Router.Pinning;

/// <summary>Where the entries of a lock file stand in its text, for messages. Asked only once something is wrong.</summary>
internal static class PinLockLines
{
    private const int EntryDepth = 2;

    /// <summary>The line, counted from 1, on which an entry or one of its members begins; null where the text does not get that far.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="entry">The entry's index; -1 for the member of the document itself.</param>
    /// <param name="member">The member's name; null for the entry itself.</param>
    internal static int? Find(ReadOnlySpan<byte> utf8, int entry, string? member)
    {
        Utf8JsonReader reader = new(utf8);
        int seen = -1;
        int? found = null;
        try
        {
            while (reader.Read())
            {
                if (entry >= 0 && reader.CurrentDepth == EntryDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null)
                {
                    seen++;
                }

                if (seen == entry && found is null && entry >= 0)
                {
                    found = LineAt(utf8, reader.TokenStartIndex);
                }

                if (seen > entry)
                {
                    break;
                }

                int depth = entry < 0 ? 1 : EntryDepth + 1;
                if (seen == entry && member is not null && reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == depth
                    && reader.ValueTextEquals(member))
                {
                    return LineAt(utf8, reader.TokenStartIndex);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken further on: what was found up to here is right all the same.
        }

        return found;
    }

    private static int LineAt(ReadOnlySpan<byte> utf8, long offset) => utf8[..(int)offset].Count((byte)'\n') + 1;
}
