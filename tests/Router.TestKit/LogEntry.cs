using Microsoft.Extensions.Logging;

namespace Router.TestKit;

/// <summary>A log message as it was written.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Id">Its event id.</param>
/// <param name="Category">The logger's category.</param>
/// <param name="Message">The text.</param>
/// <param name="Exception">The exception that was logged with it.</param>
public sealed record LogEntry(LogLevel Level, int Id, string Category, string Message, Exception? Exception);
