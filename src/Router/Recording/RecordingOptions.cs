namespace Router.Recording;

/// <summary>
/// How exchanges are recorded and found again. A replaying client must be given the same options as the recording one. Read once,
/// when a client is made.
/// </summary>
public sealed class RecordingOptions
{
    /// <summary>
    /// What tells this client from others that record into the same folder, such as the name of its route. Part of every request.
    /// Default: none.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// Changes each text before it is written, in requests, answers and messages of errors alike; what it takes out of an answer is
    /// not there when it is replayed. It must give the same text for a text it has changed already, and must be thread-safe.
    /// Binary data is not text. Default: none.
    /// </summary>
    public Func<string, string>? Redact { get; set; }

    /// <summary>
    /// Tells further names of additional properties whose values are not recorded. Names with a word such as <c>key</c>,
    /// <c>token</c>, <c>authorization</c>, <c>password</c>, <c>secret</c>, <c>credential</c> or <c>cookie</c> never are.
    /// Default: none.
    /// </summary>
    public Func<string, bool>? IsSecret { get; set; }

    /// <summary>
    /// Whether the last recording of a request answers it again and again once all were replayed; otherwise the next such
    /// request fails. Recording clients do not ask. Default: false.
    /// </summary>
    public bool RepeatLast { get; set; }
}
