using Router.Adapters;
using Router.Pinning;

namespace Router.Tests.Pinning;

/// <summary>A lock with an entry of each kind, and its text.</summary>
internal static class PinLocks
{
    internal const string Text = """
        {
          "lockVersion": 1,
          "pins": [
            {
              "provider": "cloudflare",
              "type": "workers-ai",
              "model": "@cf/meta/llama-3.1-8b-instruct",
              "source": "@cf/meta/llama-3.1-8b-instruct",
              "kind": "schema",
              "version": "@cf/meta/llama-3.1-8b-instruct",
              "resolvedAt": "2026-01-02T03:04:05Z",
              "schemaDigest": "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
              "deprecation": "2026-05-30"
            },
            {
              "provider": "openai",
              "type": "openai",
              "model": "gpt-4o",
              "source": "gpt-4o-2024-08-06",
              "kind": "snapshot",
              "version": "gpt-4o-2024-08-06",
              "resolvedAt": "2026-01-02T03:04:05Z"
            },
            {
              "provider": "openai",
              "type": "openai",
              "model": "gpt-4o-mini",
              "source": "gpt-4o-mini",
              "kind": "snapshot",
              "version": "gpt-4o-mini-2024-07-18",
              "resolvedAt": "2026-01-02T03:04:05Z"
            },
            {
              "provider": "replicate",
              "type": "replicate",
              "model": "stability-ai/sdxl",
              "source": "stability-ai/sdxl",
              "kind": "digest",
              "version": "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc",
              "resolvedAt": "2026-01-02T03:04:05Z"
            }
          ]
        }

        """;

    internal static PinLock Sample { get; } = new(
    [
        Entry("replicate", "replicate", "stability-ai/sdxl", PinKind.Digest, "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc"),
        Entry("openai", "openai", "gpt-4o-mini", PinKind.Snapshot, "gpt-4o-mini-2024-07-18"),
        Entry("openai", "openai", "gpt-4o", PinKind.Snapshot, "gpt-4o-2024-08-06") with { Source = "gpt-4o-2024-08-06" },
        Entry("cloudflare", "workers-ai", "@cf/meta/llama-3.1-8b-instruct", PinKind.Schema, "@cf/meta/llama-3.1-8b-instruct") with
        {
            SchemaDigest = "sha256:" + new string('c', 64),
            Deprecation = new DateOnly(2026, 5, 30),
        },
    ]);

    internal static PinLockEntry Entry(string provider, string type, string model, PinKind kind, string version) => new()
    {
        Provider = provider,
        Type = type,
        Model = model,
        Source = model,
        Kind = kind,
        Version = version,
        ResolvedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
