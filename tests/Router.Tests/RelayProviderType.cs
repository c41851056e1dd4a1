using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.TestKit;

namespace Router.Tests;

/// <summary>A type with an endpoint, whose clients answer with it and count a million tokens each way.</summary>
internal sealed class RelayProviderType(string name, TimeProvider time) : IProviderType
{
    private readonly TimeProvider _time = time;

    public string Name => name;

    public IReadOnlyList<ProviderSetting> Settings { get; } = [new("endpoint", ProviderSettingKind.Uri, "Where it is.")];

    internal List<ScriptedChatClient> Clients { get; } = [];

    public IProvider Create(ProviderContext context) => new Relay(this, context.Settings.Text("endpoint") ?? "home");

    private sealed class Relay(RelayProviderType type, string endpoint) : IProvider
    {
        public FailureClassifier Classifier => FailureClassifier.Default;

        public IChatClient CreateChatClient(ModelReference model)
        {
            ScriptedTurn answer = ScriptedTurn.Text(endpoint);
            UsageContent usage = new(new UsageDetails { InputTokenCount = 1_000_000, OutputTokenCount = 1_000_000 });
            ScriptedChatClient client = new(type._time, answer with { Updates = [.. answer.Updates, ScriptedTurn.Update(usage)] });
            type.Clients.Add(client);
            return client;
        }
    }
}
