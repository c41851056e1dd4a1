namespace Router.Sqlite.Admission;

/// <summary>Who takes, and when.</summary>
/// <param name="Reservation">The reservation, as it is kept.</param>
/// <param name="Now">The time.</param>
/// <param name="Expires">Until when leases and holds stand, in microseconds.</param>
internal readonly record struct Taking(string Reservation, StoreTime Now, long Expires);
