using Microsoft.Extensions.AI;

namespace Router.CodeMode.Results;

/// <summary>What a model reads of a program that ended. Immutable.</summary>
/// <param name="Text">The answer, valid JSON within the budget.</param>
/// <param name="Contents">What goes beside it: images that the program returned.</param>
/// <param name="Failed">Whether the program failed.</param>
internal sealed record CodeAnswer(string Text, IReadOnlyList<AIContent> Contents, bool Failed);
