namespace Router.Emulators.Faults;

/// <summary>
/// One way a request shall fail. Properties combine: a status with a delay, an answer that is cut and paced.
/// The compact text form is described at <see cref="FaultParser"/>.
/// </summary>
public sealed record Fault
{
    /// <summary>An HTTP status; without a code the service's usual error of that status.</summary>
    public int? Status { get; init; }

    /// <summary>A provider code, with a variant where one code has several meanings: <c>3030.flagged</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Replaces the error's message.</summary>
    public string? Message { get; init; }

    /// <summary>Workers AI: <c>edge</c> or <c>model</c>, the order in which the envelope's fields are written.</summary>
    public string? Envelope { get; init; }

    /// <summary>Sent as Retry-After, verbatim: seconds, negative, garbage. <c>date:5</c> becomes the HTTP date in 5 s.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Sent as <c>retry-after-ms</c>, verbatim.</summary>
    public string? RetryAfterMs { get; init; }

    /// <summary>Replicate: the <c>retry_after</c> field of the error's body.</summary>
    public double? RetryAfterBody { get; init; }

    /// <summary>Sent as <c>ratelimit-reset</c>, verbatim.</summary>
    public string? RateLimitReset { get; init; }

    /// <summary>The wait that is named in the message's text only, such as <c>5s</c>.</summary>
    public string? RetryText { get; init; }

    /// <summary>Waits before the headers.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Waits between the frames of a stream.</summary>
    public TimeSpan? Pace { get; init; }

    /// <summary>Loses the connection after so many bytes of the body.</summary>
    public int? CutAt { get; init; }

    /// <summary>Ends the body cleanly after so many bytes.</summary>
    public int? EndAt { get; init; }

    /// <summary>Stops sending after so many bytes of the body.</summary>
    public int? StallAt { get; init; }

    /// <summary>How long a stall lasts; without it, until the client goes away.</summary>
    public TimeSpan? StallFor { get; init; }

    /// <summary>Stops after the first frame that carries no text.</summary>
    public bool StallAfterRole { get; init; }

    /// <summary>Breaks the JSON of the token frame with this index, or of a body that is no stream.</summary>
    public int? MalformedAt { get; init; }

    /// <summary>Sends the error inside the stream, after so many token frames, and ends there.</summary>
    public int? ErrorAfterTokens { get; init; }

    public bool OmitDone { get; init; }

    public bool OmitFinish { get; init; }

    /// <summary>An HTML page with status 200.</summary>
    public bool Html { get; init; }

    /// <summary>Status 200 and no body.</summary>
    public bool EmptyBody { get; init; }

    /// <summary>A stream with its end marker and nothing before it.</summary>
    public bool NoFrames { get; init; }

    /// <summary>Answers with this model's name instead of the one that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>So many keep-alive comments before the first frame.</summary>
    public int Comments { get; init; }

    /// <summary>Resets the connection before any byte.</summary>
    public bool Reset { get; init; }

    /// <summary>True when the whole answer is an error rather than a spoilt success.</summary>
    public bool IsErrorAnswer => (Status is not null || Code is not null) && ErrorAfterTokens is null;

    public static Fault WithStatus(int status) => new() { Status = status };

    public static Fault WithCode(string code) => new() { Code = code };

    public static Fault ConnectionReset { get; } = new() { Reset = true };

    public static Fault CutAfter(int bytes) => new() { CutAt = bytes };

    public static Fault EndAfter(int bytes) => new() { EndAt = bytes };

    public static Fault StallAfter(int bytes, TimeSpan? duration = null) => new() { StallAt = bytes, StallFor = duration };

    public static Fault DelayedBy(TimeSpan delay) => new() { Delay = delay };

    public static Fault ErrorInStream(int afterTokens, string? code = null) =>
        new() { ErrorAfterTokens = afterTokens, Code = code };

    /// <summary>Reads the compact form, such as <c>status=429; code=insufficient_quota; retry-after=2</c>.</summary>
    public static Fault Parse(string text) => FaultParser.Parse(text);
}
