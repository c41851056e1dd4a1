using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Router.Providers.Tests.Replicate;

/// <summary>Keeps every log message, and lets a test wait for one.</summary>
internal sealed class RecordingLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _events = new();

    internal ConcurrentQueue<string> Messages { get; } = new();

    public void Dispose()
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string message = formatter(state, exception) + exception;
        Messages.Enqueue(message);
        Event(eventId.Id).TrySetResult(message);
    }

    /// <summary>Completes with the first message of an event.</summary>
    internal Task<string> WhenAsync(int eventId) => Event(eventId).Task;

    private TaskCompletionSource<string> Event(int id) =>
        _events.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
