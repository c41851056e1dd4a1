namespace Router.CodeMode.Loop;

/// <summary>Counts without a vocabulary: four letters, two digits or one other sign to a token. It errs on the side of more.</summary>
internal sealed class EstimatingTokenCounter : ITokenCounter
{
    internal static EstimatingTokenCounter Instance { get; } = new();

    public int Count(ReadOnlySpan<char> text)
    {
        int quarters = 0;
        foreach (char character in text)
        {
            quarters += character > 127 ? 4 : char.IsAsciiLetter(character) || character == ' ' ? 1 : 2;
        }

        return (quarters + 3) / 4;
    }
}
