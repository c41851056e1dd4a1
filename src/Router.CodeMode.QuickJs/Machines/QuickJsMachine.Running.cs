namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Running JavaScript. What is thrown in it comes back as <c>thrown</c>, a cell that the caller frees; 0 where nothing was.</summary>
internal sealed partial class QuickJsMachine
{
    /// <summary>Compile, and do not run.</summary>
    public const int CompileOnly = 1 << 5;

    /// <summary>Flag of an evaluation: the text is a module.</summary>
    public const int Module = 1;

    // So many jobs, then whoever runs the machine is asked whether it may go on: jobs that are short never ask on their own.
    private const int JobsAtOnce = 256;

    /// <summary>Evaluates a script; its value is the caller's to free.</summary>
    public int Evaluate(ReadOnlySpan<char> script, string fileName, int flags, out int thrown)
    {
        int code = Allocate(script, out int length);
        int name = Allocate(fileName, out _);
        int value = QTS_Eval(Roots.Context, code, length, name, 0, flags);
        Release(name);
        // Free memory that is zero is neither copied nor kept.
        Memory.Span.Slice(code, length).Clear();
        Release(code);
        return Settle(value, out thrown);
    }

    /// <summary>Calls a function; its value is the caller's to free, and so remain the arguments.</summary>
    public int Call(int function, ReadOnlySpan<int> arguments, out int thrown)
    {
        int cells = AllocateBytes(Math.Max(arguments.Length, 1) * sizeof(int));
        for (int i = 0; i < arguments.Length; i++)
        {
            WriteInt32(cells + (i * sizeof(int)), arguments[i]);
        }

        int value = QTS_Call(Roots.Context, function, QTS_GetUndefined(), arguments.Length, cells);
        Release(cells);
        return Settle(value, out thrown);
    }

    /// <summary>Runs what promises wait for, until nothing is left to run.</summary>
    public void RunJobs()
    {
        int cell = AllocateBytes(sizeof(int));
        while (QTS_IsJobPending(Roots.Runtime) != 0)
        {
            Host?.Poll();
            int result = QTS_ExecutePendingJob(Roots.Runtime, JobsAtOnce, cell);
            bool counted = result != 0 && !double.IsNaN(ReadNumber(result));
            if (!counted)
            {
                // Promises take whatever a job throws: what is left is that there was no memory for the promise itself.
                throw Broken("a job of its own failed");
            }

            FreeValue(result);
        }

        Release(cell);
    }

    /// <summary>What a thrown value says of itself. May run JavaScript.</summary>
    public ThrownError ReadThrown(int thrown)
    {
        const int Most = 4000;
        string? message = ReadString(thrown, Most);
        return message is not null
            ? new ThrownError(null, message, null)
            : new ThrownError(
                ReadProperty(thrown, "name", Most), ReadProperty(thrown, "message", Most) ?? "Something without a message was thrown.", ReadProperty(thrown, "stack", Most));
    }

    private int Settle(int value, out int thrown)
    {
        if (value == 0)
        {
            throw OutOfMemory();
        }

        thrown = QTS_ResolveException(Roots.Context, value);
        if (thrown == 0)
        {
            return value;
        }

        FreeValue(value);
        return 0;
    }
}

/// <summary>What a thrown value says of itself.</summary>
internal readonly record struct ThrownError(string? Name, string Message, string? Stack);
