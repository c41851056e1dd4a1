using Microsoft.Extensions.Logging;
using Router.CodeMode.Durability;

namespace Router.CodeMode.Execution;

/// <summary>What all runs of a <see cref="CodeExecutor"/> have in common. Read once, when the executor is made.</summary>
public sealed class CodeExecutorOptions
{
    /// <summary>
    /// Where runs are kept that sleep. Default null: nowhere; a run that has to sleep then ends as <see cref="CodeStatus.Suspended"/> with its
    /// journal only, by which it can be repeated, and <see cref="CodeDurability.Always"/> is refused.
    /// </summary>
    public ICodeRunStore? Store { get; set; }

    /// <summary>How stored runs are protected. Default null: compressed and checksummed, not encrypted.</summary>
    public CodeRunProtection? Protection { get; set; }

    /// <summary>Asked at once about each call that needs a decision. Default null: such calls wait, and the run sleeps.</summary>
    public ICodeApprover? Approver { get; set; }

    /// <summary>
    /// Which calls need a decision beside those of functions that always do. Where it throws, the call needs one. Default null: none.
    /// </summary>
    public Func<CodeCall, CodeFunction, bool>? ApprovalRule { get; set; }

    /// <summary>The clock of every limit and of every program. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where log messages go. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether arguments, results and exceptions' messages may go to spans and logs. Default false.</summary>
    public bool EnableSensitiveData { get; set; }

    /// <summary>
    /// How long a stored run is held; it is renewed after a third of it while the run is awake. When it is over without being renewed, another
    /// process may wake the run. Default 60 s; 1 s to 1 h.
    /// </summary>
    public TimeSpan Hold { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes the seeds of runs that name none. Default: from the system's source of randomness.</summary>
    public Func<ulong>? Seeds { get; set; }
}
