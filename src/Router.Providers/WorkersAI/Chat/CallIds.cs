using System.Globalization;
using Microsoft.Extensions.AI;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// The ids of function calls. Kimi numbers its calls anew with each turn, <c>functions.name:0</c>, so that ids repeat within one conversation;
/// to itself it wants them counted through.
/// </summary>
internal static class CallIds
{
    private const string CountedPrefix = "functions.";

    /// <summary>A new id, of a length that all providers take back.</summary>
    internal static string New() => $"call_{Guid.NewGuid():N}";

    /// <summary>The id of a conversation's n-th call.</summary>
    internal static string Counted(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{CountedPrefix}{name}:{number}");

    /// <summary>Whether an id is of the kind that repeats.</summary>
    internal static bool Repeats(string id)
    {
        int colon = id.LastIndexOf(':');
        return colon >= 0 && colon < id.Length - 1 && !id.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')
            && id.StartsWith(CountedPrefix, StringComparison.Ordinal);
    }

    /// <summary>The same call under another id.</summary>
    internal static FunctionCallContent Rename(FunctionCallContent call, string id) => new(id, call.Name, call.Arguments)
    {
        Exception = call.Exception,
        InformationalOnly = call.InformationalOnly,
        AdditionalProperties = call.AdditionalProperties,
        Annotations = call.Annotations,
        RawRepresentation = call.RawRepresentation,
    };

    /// <summary>The same result under another id.</summary>
    internal static FunctionResultContent Rename(FunctionResultContent result, string id) => new(id, result.Result)
    {
        Exception = result.Exception,
        AdditionalProperties = result.AdditionalProperties,
        RawRepresentation = result.RawRepresentation,
    };
}
