namespace Router.Telemetry;

/// <summary>
/// Every name that Router's spans and metrics use. <c>gen_ai.*</c>: OpenTelemetry semantic conventions 1.41.1; <c>router.*</c>: ours.
/// </summary>
internal static class SemanticConventions
{
    internal const string OperationName = "gen_ai.operation.name";
    internal const string ProviderName = "gen_ai.provider.name";
    internal const string ConversationId = "gen_ai.conversation.id";
    internal const string OutputType = "gen_ai.output.type";
    internal const string RequestModel = "gen_ai.request.model";
    internal const string RequestStream = "gen_ai.request.stream";
    internal const string RequestSeed = "gen_ai.request.seed";
    internal const string RequestTemperature = "gen_ai.request.temperature";
    internal const string RequestTopP = "gen_ai.request.top_p";
    internal const string RequestTopK = "gen_ai.request.top_k";
    internal const string RequestMaxTokens = "gen_ai.request.max_tokens";
    internal const string RequestFrequencyPenalty = "gen_ai.request.frequency_penalty";
    internal const string RequestPresencePenalty = "gen_ai.request.presence_penalty";
    internal const string RequestStopSequences = "gen_ai.request.stop_sequences";
    internal const string RequestChoiceCount = "gen_ai.request.choice.count";
    internal const string ResponseId = "gen_ai.response.id";
    internal const string ResponseModel = "gen_ai.response.model";
    internal const string ResponseFinishReasons = "gen_ai.response.finish_reasons";
    internal const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    internal const string UsageInputTokens = "gen_ai.usage.input_tokens";
    internal const string UsageOutputTokens = "gen_ai.usage.output_tokens";
    internal const string UsageCacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";
    internal const string UsageReasoningOutputTokens = "gen_ai.usage.reasoning.output_tokens";
    // In no convention; the name that tools for language models read.
    internal const string UsageCost = "gen_ai.usage.cost";

    internal const string TokenType = "gen_ai.token.type";
    internal const string InputMessages = "gen_ai.input.messages";
    internal const string OutputMessages = "gen_ai.output.messages";
    internal const string SystemInstructions = "gen_ai.system_instructions";
    internal const string ServerAddress = "server.address";
    internal const string ServerPort = "server.port";
    internal const string ErrorType = "error.type";

    internal const string OperationDuration = "gen_ai.client.operation.duration";
    internal const string TokenUsage = "gen_ai.client.token.usage";
    internal const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    internal const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";

    internal const string ChatOperation = "chat";
    internal const string ImageOperation = "generate_content";

    internal const string RouteSpan = "router.route";
    internal const string Route = "router.route";
    internal const string Task = "router.task";
    internal const string Strategy = "router.strategy";
    internal const string Target = "router.target";
    internal const string FailureClass = "router.failure.class";
    internal const string FailureCode = "router.failure.code";
    internal const string Attempts = "router.attempts";
    internal const string SkipReason = "router.skip.reason";
    internal const string FallbackFrom = "router.fallback.from";
    internal const string DelayMilliseconds = "router.delay_ms";
    internal const string InDoubt = "router.in_doubt";

    internal const string MirrorSpan = "router.mirror";
    internal const string MirrorRoute = "router.mirror.route";
    internal const string MirrorOutcome = "router.mirror.outcome";
    internal const string MirrorAspect = "router.mirror.aspect";
    internal const string MirrorSide = "router.mirror.side";
    internal const string MirrorSameText = "router.mirror.same_text";
    internal const string MirrorSameFinishReason = "router.mirror.same_finish_reason";
    internal const string MirrorSameToolCalls = "router.mirror.same_tool_calls";
    internal const string MirrorPrimaryLength = "router.mirror.primary_length";
    internal const string MirrorLength = "router.mirror.length";
    internal const string MirrorDurationDifference = "router.mirror.duration_difference_s";
    internal const string MirrorCostDifference = "router.mirror.cost_difference_usd";

    internal const string MirrorEvent = "router.mirror.compared";
    internal const string AttemptEvent = "router.attempt";
    internal const string SkipEvent = "router.skip";
    internal const string RetryEvent = "router.retry";
    internal const string WaitEvent = "router.wait";
    internal const string FallbackEvent = "router.fallback";
    internal const string HedgeEvent = "router.hedge";

    internal const string VersionMismatchEvent = "router.version_mismatch";
    internal const string VersionPinned = "router.version.pinned";
    internal const string VersionServed = "router.version.served";
    internal const string VersionVerdict = "router.version.verdict";

    internal const string VersionMismatchCount = "router.version_mismatch.count";
    internal const string RouteDuration = "router.route.duration";
    internal const string AttemptCount = "router.attempt.count";
    internal const string FallbackCount = "router.fallback.count";
    internal const string SkipCount = "router.skip.count";
    internal const string HedgeCount = "router.hedge.count";
    internal const string Cost = "router.cost";
    internal const string MirrorCount = "router.mirror.count";
    internal const string MirrorDifferenceCount = "router.mirror.difference.count";
    internal const string MirrorDuration = "router.mirror.duration";
    internal const string MirrorCost = "router.mirror.cost";

    internal const string AdmissionDecisions = "router.admission.decisions";
    internal const string AdmissionStoreTurns = "router.admission.store.turns";
    internal const string AdmissionOutcome = "router.admission.outcome";
    internal const string AdmissionKind = "router.admission.kind";
    internal const string AdmissionScope = "router.admission.scope";
    internal const string AdmissionStoreState = "router.admission.store.state";
    internal const string CacheRequests = "router.cache.requests";
    internal const string CacheResult = "router.cache.result";

    /// <summary>Buckets of every duration, in seconds.</summary>
    internal static readonly double[] DurationBuckets =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Buckets of token counts.</summary>
    internal static readonly long[] TokenBuckets =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
}
