using Router.Emulators.Requests;

namespace Router.Emulators.Faults;

internal sealed class PlannedFault(Func<RecordedRequest, bool> predicate, Fault fault, int times)
{
    public Func<RecordedRequest, bool> Predicate { get; } = predicate;

    public Fault Fault { get; } = fault;

    public int Remaining { get; set; } = times;
}
