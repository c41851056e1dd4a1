namespace Router.Configuration;

/// <summary>
/// A configuration that cannot be used, with every fault found in it. The message lists them one per line and holds no secret.
/// </summary>
public sealed class RouterConfigurationException : Exception
{
    /// <summary>Makes an exception with no errors of its own.</summary>
    public RouterConfigurationException()
        : this("The configuration cannot be used.")
    {
    }

    /// <summary>Makes an exception with a message, which must hold no secret.</summary>
    public RouterConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public RouterConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception of all the errors of one configuration.</summary>
    public RouterConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : this(errors, null)
    {
    }

    internal RouterConfigurationException(IReadOnlyList<ConfigurationError> errors, Exception? innerException)
        : base(Describe(errors), innerException) => Errors = errors;

    /// <summary>The errors, in the order of the file where it has lines.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = [];

    private static string Describe(IReadOnlyList<ConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string head = errors.Count == 1 ? "The configuration has an error:" : $"The configuration has {errors.Count} errors:";
        return string.Join('\n', errors.Select(error => error.ToString()).Prepend(head));
    }
}
