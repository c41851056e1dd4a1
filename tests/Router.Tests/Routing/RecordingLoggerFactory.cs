using Microsoft.Extensions.Logging;

namespace Router.Tests.Routing;

/// <summary>Keeps every log entry. Thread-safe.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly Lock _gate = new();
    private readonly List<(EventId Id, LogLevel Level, string Message)> _entries = [];

    /// <summary>Called with each event id as it is logged.</summary>
    internal Action<EventId>? OnLog { get; set; }

    internal IReadOnlyList<(EventId Id, LogLevel Level, string Message)> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void AddProvider(ILoggerProvider provider)
    {
        // Nothing else is told.
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Recorder(RecordingLoggerFactory owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner._gate)
            {
                owner._entries.Add((eventId, logLevel, formatter(state, exception) + exception));
            }

            owner.OnLog?.Invoke(eventId);
        }
    }
}
