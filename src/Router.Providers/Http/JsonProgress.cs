using System.Text.Json;

namespace Router.Providers.Http;

/// <summary>
/// Tells when data that grows has become a whole JSON document. Each byte is read once, however often it is asked: a stream of a
/// million short lines would otherwise keep its reader busy for hours. Not thread-safe.
/// </summary>
internal struct JsonProgress
{
    private JsonReaderState _state;
    private int _read;
    private bool _broken;

    /// <summary>Whether the data is one whole object or array. Data asked about before is its beginning.</summary>
    internal bool IsWhole(ReadOnlySpan<byte> data)
    {
        if (_broken)
        {
            return false;
        }

        Utf8JsonReader reader = new(data[_read..], isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            // What is broken does not heal by more of it.
            _broken = true;
            return false;
        }

        _read += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return reader.CurrentDepth == 0 && reader.TokenType is (JsonTokenType.EndObject or JsonTokenType.EndArray);
    }
}
