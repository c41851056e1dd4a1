namespace Router.CodeMode.Execution;

/// <summary>The kinds of failure. A program catches those of its calls; it cannot catch those that end it.</summary>
public enum CodeErrorKind
{
    /// <summary>The text is no program.</summary>
    Parse,

    /// <summary>The program threw, or rejected its own promise: an error of its own, such as a <c>TypeError</c>.</summary>
    Program,

    /// <summary>It called what does not exist. Catchable.</summary>
    UnknownFunction,

    /// <summary>A function refused its arguments. Catchable.</summary>
    InvalidArguments,

    /// <summary>A function failed. Catchable.</summary>
    FunctionFailed,

    /// <summary>A person or a rule refused the call. Catchable.</summary>
    Denied,

    /// <summary>The call was under way when its process died: nobody knows whether it took effect. Catchable.</summary>
    InDoubt,

    /// <summary>Processor or wall time ran out.</summary>
    Timeout,

    /// <summary>Memory ran out.</summary>
    Memory,

    /// <summary>More calls than allowed. Catchable, until the program goes on regardless.</summary>
    CallLimit,

    /// <summary>An argument (catchable), a result (catchable) or the program's value is larger or deeper than allowed.</summary>
    OutputTooLarge,

    /// <summary>It waits for something that cannot happen: no call is open and nothing is left to run.</summary>
    Deadlock,

    /// <summary>The program did not repeat what its journal says.</summary>
    Divergence,

    /// <summary>The caller ended the run.</summary>
    Cancelled,

    /// <summary>The engine itself failed: its process died, its memory could not be had.</summary>
    Engine,
}
