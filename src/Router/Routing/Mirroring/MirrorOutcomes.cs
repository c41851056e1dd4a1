namespace Router.Routing.Mirroring;

/// <summary>How a request that came up for mirroring ended, as telemetry names it.</summary>
internal static class MirrorOutcomes
{
    /// <summary>Both answered.</summary>
    internal const string Compared = "compared";

    /// <summary>The mirror did not answer.</summary>
    internal const string MirrorFailed = "mirror_failed";

    /// <summary>The mirror answered, and the caller got no whole answer: it failed, or the caller left.</summary>
    internal const string PrimaryUnanswered = "primary_unanswered";

    /// <summary>Not mirrored: as many as may run were running.</summary>
    internal const string Full = "full";

    /// <summary>Not mirrored: the provider itself would act, continue or keep something a second time.</summary>
    internal const string NotHarmless = "not_harmless";
}
