using System.Globalization;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>
/// The name of a request for approval that a program made: the same for as long as the call waits, and all that is needed to wake the program,
/// also in another process.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Number">The number of the call that waits.</param>
/// <param name="CallId">The call of <c>execute_code</c>.</param>
internal sealed record ProgramRequest(string RunId, int Number, string CallId)
{
    private const string Prefix = "code:";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{RunId}:{Number}:{CallId}");

    internal static ProgramRequest? Parse(string requestId)
    {
        if (!requestId.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The id of the call comes last, since providers may put anything into it.
        string[] parts = requestId[Prefix.Length..].Split(':', 3);
        return parts.Length == 3 && parts[0].Length > 0 && parts[2].Length > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new ProgramRequest(parts[0], number, parts[2])
            : null;
    }

    /// <summary>The request for a call that waits.</summary>
    internal static ToolApprovalRequestContent For(SuspendedProgram program, CodeCall call, string? carried)
    {
        // Informational: no loop but this one can make the call, and one that tried would make it outside of its program.
        FunctionCallContent shown = new(call.IdempotencyKey, call.Name, ArgumentJson.Read(call.Arguments)) { InformationalOnly = true };
        if (carried is not null)
        {
            shown.AdditionalProperties = new() { [CarriedResults.PropertyName] = carried };
        }

        return new ToolApprovalRequestContent(new ProgramRequest(program.RunId, call.Number, program.CallId).ToString(), shown);
    }
}
