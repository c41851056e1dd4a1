using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Router.CodeMode.Loop;

/// <summary>
/// Code Mode as a function that any pipeline builder takes, such as the <c>Use</c> of Microsoft.Extensions.AI's own <c>ChatClientBuilder</c>.
/// </summary>
public static class CodeModeMiddleware
{
    /// <summary>The layer that runs tools. It takes the place of a function-invoking client.</summary>
    /// <param name="options">How it works. What they leave out of services and logging is taken from the pipeline.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> CodeMode(CodeModeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (inner, services) => new CodeModeChatClient(inner, options with
        {
            Services = options.Services ?? services,
            LoggerFactory = options.LoggerFactory ?? services?.GetService(typeof(ILoggerFactory)) as ILoggerFactory,
        });
    }
}
