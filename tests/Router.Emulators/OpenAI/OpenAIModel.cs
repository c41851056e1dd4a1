namespace Router.Emulators.OpenAI;

internal sealed record OpenAIModel(string Name, string Snapshot, OpenAITask Task, bool Reasons = false);
