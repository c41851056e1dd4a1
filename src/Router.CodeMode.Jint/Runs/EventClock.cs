using System.Globalization;
using Jint.Runtime;

namespace Router.CodeMode.Jint.Runs;

/// <summary>The time of the last event is all the time there is in a program.</summary>
internal sealed class EventClock() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
