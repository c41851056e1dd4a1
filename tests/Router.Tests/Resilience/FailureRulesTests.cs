using Router.Resilience;
using static Router.Resilience.FallbackRule;
using static Router.Resilience.HealthRule;
using static Router.Resilience.RetryRule;

namespace Router.Tests.Resilience;

public sealed class FailureRulesTests
{
    [Theory]
    [InlineData(FailureClass.Transient, Backoff, AnyTarget, Counts)]
    [InlineData(FailureClass.Capacity, Once, AnyTarget, Counts)]
    [InlineData(FailureClass.RateLimited, AfterStatedWait, AnyTarget, CoolsUntilStated)]
    [InlineData(FailureClass.QuotaExhausted, RetryRule.Never, AnyTarget, CoolsLong)]
    [InlineData(FailureClass.Credential, RetryRule.Never, AnyTarget, CoolsLong)]
    [InlineData(FailureClass.ModelGone, RetryRule.Never, AnyTarget, CoolsLong)]
    [InlineData(FailureClass.ContextTooLong, RetryRule.Never, LargerContext, Unharmed)]
    [InlineData(FailureClass.ContentPolicy, RetryRule.Never, ListedTargets, Unharmed)]
    [InlineData(FailureClass.CallerFault, RetryRule.Never, OptIn, Unharmed)]
    [InlineData(FailureClass.Timeout, RetryRule.Never, AnyTarget, Counts)]
    [InlineData(FailureClass.Malformed, RetryRule.Never, AnyTarget, Counts)]
    [InlineData(FailureClass.Cancelled, RetryRule.Never, FallbackRule.Never, Unharmed)]
    public void Each_class_has_the_rule_of_the_design(FailureClass failureClass, RetryRule retry, FallbackRule fallback, HealthRule health) =>
        FailureRules.For(failureClass).Should().Be(new FailureRule(retry, fallback, health));

    [Fact]
    public void The_table_above_names_every_class() =>
        typeof(FailureRulesTests).GetMethod(nameof(Each_class_has_the_rule_of_the_design))!
            .GetCustomAttributesData().Count(data => data.AttributeType == typeof(InlineDataAttribute))
            .Should().Be(Enum.GetValues<FailureClass>().Length);

    [Theory]
    [InlineData(-1)]
    [InlineData(12)]
    public void A_value_that_is_no_class_is_refused(int value) =>
        FluentActions.Invoking(() => FailureRules.For((FailureClass)value)).Should().Throw<ArgumentOutOfRangeException>();
}
