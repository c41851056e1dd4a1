using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Routing.Mirroring;

/// <summary>A tool call as the model asked for it. Copied, since whoever runs the tool may change what it is given.</summary>
internal sealed class MirrorToolCall(FunctionCallContent call)
{
    private readonly string _name = call.Name;
    private readonly Dictionary<string, object?> _arguments = call.Arguments is { } given ? new(given) : [];

    /// <summary>Whether both ask for the same tool with the same arguments, however they write them down.</summary>
    internal bool Matches(MirrorToolCall other)
    {
        if (_name != other._name || _arguments.Count != other._arguments.Count)
        {
            return false;
        }

        foreach ((string name, object? value) in _arguments)
        {
            if (!other._arguments.TryGetValue(name, out object? theirs) || !Same(value, theirs))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(object? ours, object? theirs) => ours is JsonElement left && theirs is JsonElement right
        ? JsonElement.DeepEquals(left, right)
        : Equals(ours, theirs) || Convert.ToString(ours, CultureInfo.InvariantCulture) == Convert.ToString(theirs, CultureInfo.InvariantCulture);
}
