namespace Router.CodeMode.Loop;

/// <summary>Counts the tokens of a text. Thread-safe.</summary>
public interface ITokenCounter
{
    /// <summary>How many tokens the text is; 0 for an empty one.</summary>
    int Count(ReadOnlySpan<char> text);
}
