using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Routing.Mirroring;
using Router.TestKit;

namespace Router.Tests.Routing.Mirroring;

/// <summary>A route and its mirror over one client each, on a manual clock.</summary>
internal sealed class MirrorBench
{
    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(30);

    internal MirrorBench(
        IChatClient primary, IChatClient mirror, MirrorConfig? config = null, Func<double>? random = null, RouteConfig? mirrorRoute = null, ManualTimeProvider? clock = null)
    {
        Clock = clock ?? new ManualTimeProvider();
        Primary = Fixture(primary, random);
        Mirror = Fixture(mirror, random, mirrorRoute);
        Host = new MirrorHost(Primary.Engine, report => report.Attempts.Sum(attempt => attempt.OutputTokens));
        Primary.Route.Mirror = Host.For("route", config ?? new MirrorConfig { Route = "shadow" }, new Watched(this, Mirror.Chat));
    }

    internal ManualTimeProvider Clock { get; }

    internal RouteFixture Primary { get; }

    internal RouteFixture Mirror { get; }

    internal MirrorHost Host { get; }

    /// <summary>What the mirror's requests came to, once they have.</summary>
    internal List<Task> Mirrored { get; } = [];

    internal List<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Requests { get; } = [];

    /// <summary>Waits for what happens on another thread.</summary>
    internal static async Task UntilAsync(Func<bool> reached)
    {
        using CancellationTokenSource hang = new(HangAfter, TimeProvider.System);
        while (!reached())
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    internal async Task<ChatResponse> AskAsync(bool streaming, ChatOptions? options = null, CancellationToken token = default) => streaming
        ? await Primary.Chat.GetStreamingResponseAsync("hello", options, token).ToChatResponseAsync(CancellationToken.None).ConfigureAwait(false)
        : await Primary.Chat.GetResponseAsync("hello", options, token).ConfigureAwait(false);

    /// <summary>Waits until that many mirrored requests have begun and ended.</summary>
    internal Task EndedAsync(int count = 1) => UntilAsync(() =>
    {
        lock (Mirrored)
        {
            return Mirrored.Count >= count && Mirrored.All(request => request.IsCompleted) && Host.Running == 0;
        }
    });

    private RouteFixture Fixture(IChatClient client, Func<double>? random, RouteConfig? route = null) => new(
        new RoutePlan("", new TargetPlan("t") { Chat = client }) { Route = route ?? new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 1 } } }, RouteMode.Unary, random, Clock);

    private sealed class Watched(MirrorBench bench, IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            TaskCompletionSource ended = Begin(messages, options);
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ended.SetResult();
            }
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            TaskCompletionSource ended = Begin(messages, options);
            try
            {
                await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
                {
                    yield return update;
                }
            }
            finally
            {
                ended.SetResult();
            }
        }

        private TaskCompletionSource Begin(IEnumerable<ChatMessage> messages, ChatOptions? options)
        {
            TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (bench.Mirrored)
            {
                bench.Mirrored.Add(ended.Task);
                bench.Requests.Add(([.. messages], options!));
            }

            return ended;
        }
    }
}
