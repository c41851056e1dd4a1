using Microsoft.Extensions.AI;
using Router;
using Router.Adapters;
using Router.Configuration;
using Router.Emulators;
using Router.Emulators.Faults;
using Router.Pinning;
using Router.Providers;
using Router.Routing;

namespace Pinning;

/// <summary>The life of a pin: refused without one, pinned, kept, defended, and found to have drifted.</summary>
internal sealed class Tour(EmulatorHost emulators, string configuration)
{
    private const string Question = "Say in one sentence what a lock file is.";

    private readonly string _folder = Path.GetDirectoryName(configuration)!;

    /// <summary>Runs every step. True where all of them went as they say.</summary>
    internal async Task<bool> RunAsync() =>
        RefuseUnpinned() && await PinAsync() && await AskAsync() && await DefendAsync() && await DriftAsync();

    private bool RefuseUnpinned()
    {
        Console.WriteLine("1. A strict configuration without pins does not load");
        try
        {
            ModelRouter.FromFile(configuration, Options()).Dispose();
            return Fail("it did");
        }
        catch (RouterConfigurationException exception)
        {
            foreach (ConfigurationError error in exception.Errors)
            {
                Console.WriteLine($"   {error.Path}: {error.Message}");
            }

            return exception.Errors.Count == 3 || Fail("three targets are not pinned");
        }
    }

    private async Task<bool> PinAsync()
    {
        Console.WriteLine();
        Console.WriteLine("2. Pin: what 'router pin' does");
        await using PinService pins = PinService.FromFile(configuration, Options());
        await pins.PinAsync();
        string text = await File.ReadAllTextAsync(pins.LockPath);
        Console.WriteLine("   " + text.TrimEnd().Replace("\n", "\n   ", StringComparison.Ordinal));
        await pins.PinAsync();
        return await File.ReadAllTextAsync(pins.LockPath) == text || Fail("pinning again changed the file");
    }

    private async Task<bool> AskAsync()
    {
        Console.WriteLine();
        Console.WriteLine("3. Ask: the configuration names gpt-4o-mini, the lock says which one");
        await using ModelRouter router = ModelRouter.FromFile(configuration, Options());
        ChatResponse response = await router.GetChatClient().GetResponseAsync(Question);
        Console.WriteLine($"   {response.Text}");
        Console.WriteLine($"   pinned to {response.GetRouteReport()!.Version}, served by {response.GetServedVersion()}");
        return response.GetRouteReport()!.Version == response.GetServedVersion() || Fail("another version answered");
    }

    private async Task<bool> DefendAsync()
    {
        Console.WriteLine();
        Console.WriteLine("4. Another model answers under the pinned name: refused before a word of it is seen");
        return await RefuseAsync(streaming: false) && await RefuseAsync(streaming: true);
    }

    // A router for each question: a target that served another version is left alone for a while.
    private async Task<bool> RefuseAsync(bool streaming)
    {
        const string Other = "gpt-4o-mini-2026-02-30";
        await using ModelRouter router = ModelRouter.FromFile(configuration, Options());
        emulators.OpenAI.Faults.Next(new Fault { Model = Other });
        int seen = 0;
        try
        {
            IAsyncEnumerable<ChatResponseUpdate> updates = streaming
                ? router.GetChatClient().GetStreamingResponseAsync(Question)
                : (await router.GetChatClient().GetResponseAsync(Question)).ToChatResponseUpdates().ToAsyncEnumerable();
            await foreach (ChatResponseUpdate update in updates)
            {
                seen += update.Text.Length;
            }

            return Fail("it was not refused");
        }
        catch (RouteException exception) when (exception.InnerException is VersionMismatchException mismatch)
        {
            Console.WriteLine($"   {(streaming ? "streamed" : "whole")}: {nameof(VersionMismatchException)}: {mismatch.Message}");
            return (seen == 0 && mismatch.Served == Other) || Fail("part of it was handed on");
        }
    }

    private async Task<bool> DriftAsync()
    {
        Console.WriteLine();
        Console.WriteLine("5. The world moves on: what 'router pin --check' finds");
        emulators.Replicate.Publish("stability-ai/sdxl", new string('5', 64));
        emulators.WorkersAI.AddInput("@cf/llava-hf/llava-1.5-7b-hf", "verbosity", "{\"type\":\"string\"}");
        await using PinService pins = PinService.FromFile(configuration, Options());
        IReadOnlyList<PinDrift> drifts = await pins.CheckAsync();
        foreach (PinDrift drift in drifts)
        {
            Console.WriteLine($"   {drift.Status,-10} {drift.Provider}/{drift.Model} {drift.Detail}");
        }

        bool found = drifts.Select(drift => drift.Status).SequenceEqual([PinStatus.Drifted, PinStatus.Unchanged, PinStatus.Drifted]);
        Console.WriteLine($"   Nothing was written; the lock in {_folder} still says what was reviewed.");
        return found || Fail("two of three have drifted");
    }

    private static bool Fail(string what)
    {
        Console.WriteLine($"   NOT AS IT SHOULD BE: {what}.");
        return false;
    }

    private static ModelRouterOptions Options()
    {
        ModelRouterOptions options = new();
        foreach (IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        return options;
    }
}
