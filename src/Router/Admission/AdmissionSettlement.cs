namespace Router.Admission;

/// <summary>
/// The end of a reservation, or of a part of it. A store applies each <paramref name="Id"/> once, so that a settlement whose
/// outcome is not known can be sent again.
/// </summary>
/// <param name="Id">The settlement's id, unique in all processes.</param>
/// <param name="ReservationId">The reservation it belongs to.</param>
/// <param name="Claims">
/// What each claim came to. Rate: less than was taken moves the theoretical arrival time back, by no more than the mark's position
/// less all that settlements have moved it back so far lies ahead of now: what has run off meanwhile, or stands for others who came
/// later, cannot be given back. More moves it ahead without a limit. Concurrency: the lease ends. Quota: the hold ends, also an expired one, and
/// the actual amount is booked in the slot of the hold.
/// </param>
public sealed record AdmissionSettlement(string Id, string ReservationId, IReadOnlyList<SettledClaim> Claims);
