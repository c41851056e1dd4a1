namespace Router.Admission;

/// <summary>What a store tells of a claim it granted; handed back with the settlement.</summary>
/// <param name="Position">
/// Rate: the theoretical arrival time after the taking plus all that this counter's settlements have moved it back so far, in
/// nanoseconds of the store's clock. Quota: the start of the slot in which
/// the hold stands, in microseconds of the store's clock. Else 0.
/// </param>
/// <param name="Standing">
/// Quota: what is spent and held in the window, this taking included. Rate: how many nanoseconds the theoretical arrival time lies
/// ahead of now. Concurrency: the leases in force. Else 0.
/// </param>
public readonly record struct AdmissionMark(long Position, long Standing);
