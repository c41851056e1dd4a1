using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Execution;

/// <summary>What all runs of an executor share. Immutable.</summary>
internal sealed class CodeRunServices
{
    internal CodeRunServices(IScriptEngine engine, IProgramReader reader, CodeExecutorOptions options)
    {
        Engine = engine;
        Reader = reader;
        Store = options.Store;
        Codec = new CodeRunCodec(new CodeRunSeal(options.Protection));
        Approver = options.Approver;
        ApprovalRule = options.ApprovalRule;
        TimeProvider = options.TimeProvider ?? throw new ArgumentException("CodeExecutorOptions.TimeProvider is null.", nameof(options));
        Logger = (ILogger?)options.LoggerFactory?.CreateLogger("Router.CodeMode") ?? NullLogger.Instance;
        EnableSensitiveData = options.EnableSensitiveData;
        Hold = options.Hold;
        Seeds = options.Seeds ?? (static () => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        if (Hold < TimeSpan.FromSeconds(1) || Hold > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), Hold, $"CodeExecutorOptions.Hold is {Hold}; it is at least 1 s and at most 1 h.");
        }
    }

    internal IScriptEngine Engine { get; }

    internal IProgramReader Reader { get; }

    internal ICodeRunStore? Store { get; }

    internal CodeRunCodec Codec { get; }

    internal ICodeApprover? Approver { get; }

    internal Func<CodeCall, CodeFunction, bool>? ApprovalRule { get; }

    internal TimeProvider TimeProvider { get; }

    internal ILogger Logger { get; }

    internal bool EnableSensitiveData { get; }

    internal TimeSpan Hold { get; }

    internal Func<ulong> Seeds { get; }

    /// <summary>Names the engine and its build; null where it does not save.</summary>
    internal string? Build => Engine.BuildId is { } build ? $"{Engine.Name}/{build}" : null;
}
