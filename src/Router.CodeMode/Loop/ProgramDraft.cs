using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>What the coder came to.</summary>
/// <param name="Program">The program, checked. Null: none that passed.</param>
/// <param name="Usage">What the coder was paid for.</param>
internal sealed record ProgramDraft(string? Program, UsageDetails? Usage);
