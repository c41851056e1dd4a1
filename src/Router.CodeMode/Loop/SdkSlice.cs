namespace Router.CodeMode.Loop;

/// <summary>What a model is told before it writes a program. Immutable.</summary>
/// <param name="Declarations">TypeScript declarations of the functions that fit best.</param>
/// <param name="Others">What else there is, by namespace. May be empty.</param>
/// <param name="Starter">A program to start from. May be empty.</param>
public sealed record SdkSlice(string Declarations, string Others, string Starter)
{
    /// <summary>All of it as one text.</summary>
    public string Text => string.Join(
        "\n\n",
        new[] { Declarations, Others.Length > 0 ? $"Also: {Others}" : string.Empty, Starter.Length > 0 ? $"Start from:\n{Starter}" : string.Empty }
            .Where(part => part.Length > 0));
}
