using System.Globalization;

namespace Router.Pinning;

/// <summary>A lock file that cannot be used. The message says where, what, and what would be right.</summary>
public sealed class PinLockException : Exception
{
    /// <summary>Makes an exception with no message of its own.</summary>
    public PinLockException()
        : this("The lock file cannot be used.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public PinLockException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public PinLockException(string message, Exception? innerException)
        : base(message, innerException) => Fault = message;

    internal PinLockException(string? file, string path, int? line, string fault)
        : base(Describe(file, path, line) + fault)
    {
        File = file;
        Path = path;
        Line = line;
        Fault = fault;
    }

    /// <summary>The file; null where it was read from memory.</summary>
    public string? File { get; }

    /// <summary>The place in it, such as <c>pins[3].version</c>; empty for the document itself.</summary>
    public string Path { get; } = "";

    /// <summary>The line, counted from 1; null where it is not known.</summary>
    public int? Line { get; }

    /// <summary>What is wrong and what would be right, without the place.</summary>
    public string Fault { get; }

    // providers.lock.json:12 pins[1].version: …
    private static string Describe(string? file, string path, int? line)
    {
        string place = line is null ? file ?? "" : string.Create(CultureInfo.InvariantCulture, $"{file ?? "line "}{(file is null ? "" : ":")}{line}");
        string head = string.Join(' ', new[] { place, path }.Where(part => part.Length > 0));
        return head.Length == 0 ? "" : head + ": ";
    }
}
