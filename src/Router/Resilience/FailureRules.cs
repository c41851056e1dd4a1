namespace Router.Resilience;

/// <summary>The one table that decides what follows a failure. Providers classify; nothing else in Router asks about statuses.</summary>
public static class FailureRules
{
    private static readonly FailureRule[] Table = BuildTable();

    /// <summary>The rule of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no class.</exception>
    public static FailureRule For(FailureClass failureClass)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)failureClass, (uint)FailureClass.Cancelled, nameof(failureClass));
        return Table[(int)failureClass];
    }

    private static FailureRule[] BuildTable()
    {
        FailureRule[] table = new FailureRule[(int)FailureClass.Cancelled + 1];
        Set(FailureClass.Transient, RetryRule.Backoff, FallbackRule.AnyTarget, HealthRule.Counts);
        Set(FailureClass.Capacity, RetryRule.Once, FallbackRule.AnyTarget, HealthRule.Counts);
        Set(FailureClass.RateLimited, RetryRule.AfterStatedWait, FallbackRule.AnyTarget, HealthRule.CoolsUntilStated);
        Set(FailureClass.QuotaExhausted, RetryRule.Never, FallbackRule.AnyTarget, HealthRule.CoolsLong);
        Set(FailureClass.Credential, RetryRule.Never, FallbackRule.AnyTarget, HealthRule.CoolsLong);
        Set(FailureClass.ModelGone, RetryRule.Never, FallbackRule.AnyTarget, HealthRule.CoolsLong);
        Set(FailureClass.ContextTooLong, RetryRule.Never, FallbackRule.LargerContext, HealthRule.Unharmed);
        Set(FailureClass.ContentPolicy, RetryRule.Never, FallbackRule.ListedTargets, HealthRule.Unharmed);
        Set(FailureClass.CallerFault, RetryRule.Never, FallbackRule.OptIn, HealthRule.Unharmed);
        Set(FailureClass.Timeout, RetryRule.Never, FallbackRule.AnyTarget, HealthRule.Counts);
        Set(FailureClass.Malformed, RetryRule.Never, FallbackRule.AnyTarget, HealthRule.Counts);
        Set(FailureClass.Cancelled, RetryRule.Never, FallbackRule.Never, HealthRule.Unharmed);
        return table;

        void Set(FailureClass failureClass, RetryRule retry, FallbackRule fallback, HealthRule health) =>
            table[(int)failureClass] = new FailureRule(retry, fallback, health);
    }
}
