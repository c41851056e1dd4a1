using System.Globalization;

namespace Router.Emulators.Faults;

/// <summary>
/// The compact form: <c>key=value</c> or <c>key</c>, separated by <c>;</c>; a value with a semicolon stands in double quotes.
/// <para>Errors: <c>status</c>, <c>code</c>, <c>message</c>, <c>envelope</c> (edge|model), <c>retry-after</c>
/// (verbatim; <c>date:N</c> = HTTP date in N s), <c>retry-after-ms</c>, <c>retry-after-body</c>, <c>ratelimit-reset</c>,
/// <c>retry-text</c>, <c>error-after</c> (tokens: the error comes inside the stream).</para>
/// <para>Transport: <c>delay</c>, <c>pace</c>, <c>cut</c>, <c>end</c>, <c>stall</c> (bytes), <c>stall-for</c>, <c>reset</c>.
/// Times are <c>250ms</c>, <c>1.5s</c> or plain seconds.</para>
/// <para>Content: <c>malformed</c>[=token], <c>no-done</c>, <c>no-finish</c>, <c>html</c>, <c>empty</c>, <c>no-frames</c>,
/// <c>model</c>, <c>comments</c>, <c>role-stall</c>. The control endpoint also takes <c>times</c> and <c>path</c>.</para>
/// </summary>
public static class FaultParser
{
    /// <summary>Reads one fault; throws <see cref="FormatException"/> naming the part it does not know.</summary>
    public static Fault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(text).Aggregate(new Fault(), Apply);
    }

    internal static PlannedFault ParsePlanned(string text)
    {
        int times = int.MaxValue;
        string? path = null;
        Fault fault = new();
        foreach ((string key, string? value) in Split(text))
        {
            switch (key)
            {
                case "times": times = Number(key, value); break;
                case "path": path = value; break;
                default: fault = Apply(fault, (key, value)); break;
            }
        }

        return times < 1
            ? throw new FormatException("fault: 'times' must be at least 1.")
            : new PlannedFault(
                request => path is null || request.Path.Contains(path, StringComparison.Ordinal), fault, times);
    }

    private static Fault Apply(Fault fault, (string Key, string? Value) part) => part.Key switch
    {
        "status" => fault with { Status = Number(part.Key, part.Value) },
        "code" => fault with { Code = Required(part) },
        "message" => fault with { Message = Required(part) },
        "envelope" => fault with { Envelope = Required(part) },
        "retry-after" => fault with { RetryAfter = Required(part) },
        "retry-after-ms" => fault with { RetryAfterMs = Required(part) },
        "retry-after-body" => fault with { RetryAfterBody = Real(part.Key, part.Value) },
        "ratelimit-reset" => fault with { RateLimitReset = Required(part) },
        "retry-text" => fault with { RetryText = Required(part) },
        "delay" => fault with { Delay = Time(part) },
        "pace" => fault with { Pace = Time(part) },
        "cut" => fault with { CutAt = Number(part.Key, part.Value) },
        "end" => fault with { EndAt = Number(part.Key, part.Value) },
        "stall" => fault with { StallAt = Number(part.Key, part.Value) },
        "stall-for" => fault with { StallFor = Time(part) },
        "role-stall" => fault with { StallAfterRole = true },
        "malformed" => fault with { MalformedAt = part.Value is null ? 0 : Number(part.Key, part.Value) },
        "error-after" => fault with { ErrorAfterTokens = Number(part.Key, part.Value) },
        "no-done" => fault with { OmitDone = true },
        "no-finish" => fault with { OmitFinish = true },
        "html" => fault with { Html = true },
        "empty" => fault with { EmptyBody = true },
        "no-frames" => fault with { NoFrames = true },
        "model" => fault with { Model = Required(part) },
        "comments" => fault with { Comments = Number(part.Key, part.Value) },
        "reset" => fault with { Reset = true },
        _ => throw new FormatException($"fault: '{part.Key}' is no known part."),
    };

    private static IEnumerable<(string Key, string? Value)> Split(string text)
    {
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
            {
                quoted = !quoted;
            }

            if (i < text.Length && (quoted || text[i] != ';'))
            {
                continue;
            }

            string part = text[start..i].Trim();
            start = i + 1;
            if (part.Length > 0)
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                yield return equals < 0
                    ? (part, null)
                    : (part[..equals].TrimEnd(), part[(equals + 1)..].Trim().Trim('"'));
            }
        }
    }

    private static string Required((string Key, string? Value) part) =>
        part.Value ?? throw new FormatException($"fault: '{part.Key}' needs a value.");

    private static int Number(string key, string? value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"fault: '{key}' needs a whole number.");

    private static double Real(string key, string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException($"fault: '{key}' needs a number.");

    private static TimeSpan Time((string Key, string? Value) part)
    {
        string value = Required(part);
        return value.EndsWith("ms", StringComparison.Ordinal)
            ? TimeSpan.FromMilliseconds(Real(part.Key, value[..^2]))
            : TimeSpan.FromSeconds(Real(part.Key, value.TrimEnd('s')));
    }
}
