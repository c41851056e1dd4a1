using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>Puts Code Mode around a client, and finds what it says.</summary>
public static class CodeModeExtensions
{
    /// <summary>Makes the client run tools, by Code Mode where the options say so. The result owns the client.</summary>
    /// <exception cref="ArgumentException">A setting is out of range, or missing.</exception>
    public static IChatClient WithCodeMode(this IChatClient client, CodeModeOptions options) => new CodeModeChatClient(client, options);

    /// <summary>How a request was served; null where it had no functions.</summary>
    public static CodeModeReport? GetCodeModeReport(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.AdditionalProperties?.GetValueOrDefault(CodeModeReport.PropertyName) as CodeModeReport;
    }

    /// <summary>How a request was served; only the last update of a stream tells.</summary>
    public static CodeModeReport? GetCodeModeReport(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update.AdditionalProperties?.GetValueOrDefault(CodeModeReport.PropertyName) as CodeModeReport;
    }

    /// <summary>What a program tells while it runs; null on any other update.</summary>
    public static CodeModeProgress? GetCodeModeProgress(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update.AdditionalProperties?.GetValueOrDefault(CodeModeProgress.PropertyName) as CodeModeProgress;
    }
}
