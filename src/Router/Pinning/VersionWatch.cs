using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>Compares the answers of one client with its pin and says what differs. Thread-safe.</summary>
internal sealed class VersionWatch(VersionPin pin, ILogger logger)
{
    private const int MostLogged = 16;

    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.Ordinal);

    internal bool IsOff => pin.Mode == PinningMode.Off;

    internal bool IsStrict => pin.Mode == PinningMode.Strict;

    internal VersionCheck Verify(AnswerOrigin answer) => pin.Rule.Verify(pin.Model, answer);

    /// <summary>Says that an answer is not what was pinned: event, metric, log line.</summary>
    /// <exception cref="VersionMismatchException">The mode is strict.</exception>
    internal void Refuse(VersionCheck check)
    {
        string? pinned = pin.Rule.PinOf(pin.Model);
        string? served = VersionText.Clean(check.Served);
        PinningTelemetry.Mismatch(pin, check, pinned, served);
        Log(pinned, served);
        if (IsStrict)
        {
            throw new VersionMismatchException(pin.Model.Model, pinned, served);
        }
    }

    // A line for each answer of a model that has moved on would drown the log, also while two versions take turns; the metric counts them all.
    private void Log(string? pinned, string? served)
    {
        if (_logged.Count >= MostLogged || !_logged.TryAdd(served ?? "", true))
        {
            return;
        }

        if (served is null)
        {
            logger.VersionUnnamed(pin.Provider, pin.Model.Model, pinned);
        }
        else
        {
            logger.VersionDiffers(pin.Provider, pin.Model.Model, pinned, served);
        }
    }
}
