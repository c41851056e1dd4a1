using Microsoft.Extensions.Logging;

namespace Router.TestKit;

/// <summary>Keeps every log message of every category, at every level. Thread-safe.</summary>
public sealed class ListLoggerFactory : ILoggerFactory
{
    private readonly Lock _gate = new();
    private readonly List<LogEntry> _entries = [];

    /// <summary>The messages so far, in order.</summary>
    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new ListLogger(this, categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider)
    {
        // Messages go to the list alone.
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing to let go of.
    }

    private sealed class ListLogger(ListLoggerFactory owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            LogEntry entry = new(logLevel, eventId.Id, category, formatter(state, exception), exception);
            lock (owner._gate)
            {
                owner._entries.Add(entry);
            }
        }
    }
}
