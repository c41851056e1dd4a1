using System.Text.Json;

namespace Router.Configuration.Tree;

/// <summary>Words a JSON syntax error.</summary>
internal static class JsonFault
{
    // The parser repeats a whole word where a literal is broken, and an unquoted key is such a word. In its other messages it
    // repeats one character at most.
    internal static string Describe(JsonException exception)
    {
        string message = exception.Message;
        if (message.Contains("invalid JSON literal", StringComparison.Ordinal))
        {
            return "this is not JSON: a value that is not a number, true, false or null must stand in double quotes.";
        }

        int tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return "this is not JSON: " + (tail < 0 ? message : message[..tail]).Trim();
    }
}
