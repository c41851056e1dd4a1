namespace Router.Adapters;

/// <summary>A model at a provider, as a target names it.</summary>
/// <param name="Model">The model's id at the provider, such as <c>gpt-4o-mini</c> or <c>stability-ai/sdxl</c>.</param>
/// <param name="Version">The exact version, where the target pins one: a snapshot name, or 64 hex digits at Replicate.</param>
public sealed record ModelReference(string Model, string? Version = null);
