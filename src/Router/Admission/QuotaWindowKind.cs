namespace Router.Admission;

/// <summary>When a quota begins anew.</summary>
public enum QuotaWindowKind
{
    /// <summary>Never.</summary>
    Forever,

    /// <summary>At 00:00 UTC.</summary>
    Day,

    /// <summary>On the first of the month at 00:00 UTC.</summary>
    Month,

    /// <summary>The last so many hours or days, counted in slots of a sixtieth; the slot that is partly past counts whole.</summary>
    Rolling,
}
