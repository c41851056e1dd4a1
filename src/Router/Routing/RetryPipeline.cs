using Polly;
using Polly.Retry;
using Router.Configuration;

namespace Router.Routing;

/// <summary>
/// Polly's retry strategy as Router uses it: it repeats one target with exponential backoff and jitter, while the run of the
/// request decides whether it may. Moving to another target is the run's own work, since Polly's fallback knows one substitute
/// and no shared budget; the timers are <see cref="AttemptScope"/>'s, since Polly's timeout cannot be re-armed within a stream.
/// </summary>
internal static class RetryPipeline
{
    internal static readonly ResiliencePropertyKey<IRetryDecision> Decision = new("router.retry");

    internal static ResiliencePipeline Build(RetryConfig config, TimeProvider timeProvider, Func<double> random) =>
        new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                // The run counts tries and attempts; Polly only asks it.
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = config.BaseDelay,
                MaxDelay = config.MaxDelay,
                Randomizer = random,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is not null
                    && arguments.Context.Properties.GetValue(Decision, null!).ShouldRetry()),
                OnRetry = static arguments =>
                {
                    arguments.Context.Properties.GetValue(Decision, null!).OnWait(arguments.RetryDelay);
                    return default;
                },
            })
            .Build();
}
