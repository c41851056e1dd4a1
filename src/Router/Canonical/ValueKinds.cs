using System.Text;
using System.Text.Json;

namespace Router.Canonical;

/// <summary>
/// One letter for each object that JSON would give back as another: as a <see cref="JsonElement"/>, whatever it was.
/// </summary>
internal static class ValueKinds
{
    private const char Json = 'j';

    /// <summary>The letters of some slots.</summary>
    /// <param name="kinds">Takes them.</param>
    /// <param name="slots">The slots.</param>
    /// <param name="exact">Whether an object of another kind is refused; otherwise it is given back as the JSON it was written as.</param>
    /// <exception cref="NotSupportedException">A slot holds what cannot be given back.</exception>
    internal static void Append(StringBuilder kinds, IEnumerable<ValueSlot> slots, bool exact)
    {
        foreach (ValueSlot slot in slots)
        {
            kinds.Append(slot.Value switch
            {
                null => 'n',
                string => 's',
                bool => 'b',
                int => 'i',
                long => 'l',
                float => 'f',
                double => 'd',
                decimal => 'm',
                JsonElement => Json,
                object other when exact => throw new NotSupportedException($"A {other.GetType().Name} cannot be given back."),
                _ => Json,
            });
        }
    }

    /// <summary>Makes each slot hold again what it held.</summary>
    /// <exception cref="FormatException">The letters are others than those of the slots.</exception>
    internal static void Restore(ReadOnlySpan<char> kinds, IEnumerable<ValueSlot> slots)
    {
        int index = 0;
        foreach (ValueSlot slot in slots)
        {
            ValueSlot target = slot;
            target.Value = Of(index < kinds.Length ? kinds[index] : '?', slot.Value as JsonElement?);
            index++;
        }

        if (index != kinds.Length)
        {
            throw new FormatException("There are other values than were kept.");
        }
    }

    private static object? Of(char kind, JsonElement? json) => (kind, json) switch
    {
        ('n', null) => null,
        (Json, null) => JsonElement.Parse("null"),
        (Json, { } value) => value,
        ('s', { ValueKind: JsonValueKind.String } value) => value.GetString(),
        ('b', { ValueKind: JsonValueKind.True or JsonValueKind.False } value) => value.GetBoolean(),
        ('i', { ValueKind: JsonValueKind.Number } value) => value.GetInt32(),
        ('l', { ValueKind: JsonValueKind.Number } value) => value.GetInt64(),
        ('f', { ValueKind: JsonValueKind.Number } value) => value.GetSingle(),
        ('d', { ValueKind: JsonValueKind.Number } value) => value.GetDouble(),
        ('m', { ValueKind: JsonValueKind.Number } value) => value.GetDecimal(),
        _ => throw new FormatException("A value is of another kind than was kept."),
    };
}
