using Router.Resilience;

namespace Router.Pinning;

/// <summary>
/// An answer that came from another version than the pinned one, or that does not say from which it came. A route asks its next target
/// then. The message holds names of models alone: neither a credential nor text of the request.
/// </summary>
public sealed class VersionMismatchException : Exception, IClassifiedFailure
{
    internal const string Code = "version_mismatch";

    /// <summary>Makes an exception with no message of its own.</summary>
    public VersionMismatchException()
        : this("Another version answered than the pinned one.")
    {
    }

    /// <summary>Makes an exception with a message, which must hold neither a credential nor text of the request.</summary>
    public VersionMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public VersionMismatchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal VersionMismatchException(string requested, string? pinned, string? served)
        : base(Describe(requested, pinned, served)) => (Requested, Pinned, Served) = (requested, pinned, served);

    /// <summary>The model that was asked for, as the target names it.</summary>
    public string Requested { get; } = "";

    /// <summary>The pinned version; null where the model's own name was to answer.</summary>
    public string? Pinned { get; }

    /// <summary>The version that the answer names, unusual characters replaced; null where it names none.</summary>
    public string? Served { get; }

    // The target cannot give what was pinned, now or on a repetition: as good as gone.
    Failure IClassifiedFailure.Failure => new(FailureClass.ModelGone) { Code = Code };

    private static string Describe(string requested, string? pinned, string? served)
    {
        string asked = pinned is null || pinned == requested ? $"'{requested}'" : $"'{requested}' pinned to '{pinned}'";
        return served is null
            ? $"The answer to {asked} does not say which version served it."
            : $"{asked} was asked for, and '{served}' answered. If that version is wanted, change the target's 'version' or run 'router pin'.";
    }
}
