using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>Reads members of schemas that may be anything.</summary>
internal static class SchemaElements
{
    /// <summary>A member that is there.</summary>
    internal static bool Has(this JsonElement schema, string name, out JsonElement value)
    {
        value = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out value);
    }

    /// <summary>A member of one kind.</summary>
    internal static bool Has(this JsonElement schema, string name, JsonValueKind kind, out JsonElement value) => schema.Has(name, out value) && value.ValueKind == kind;

    /// <summary>A member that is text. Null: it is not there, or is none.</summary>
    internal static string? Text(this JsonElement schema, string name)
    {
        if (!schema.Has(name, JsonValueKind.String, out JsonElement value))
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    /// <summary>Whether a member is there and true.</summary>
    internal static bool Is(this JsonElement schema, string name) => schema.Has(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
