namespace Router.Emulators.Images;

internal static class PngFilter
{
    /// <summary>Restores one line in place from its filtered bytes and the restored line above.</summary>
    public static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int pixelBytes)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= pixelBytes ? line[i - pixelBytes] : 0;
            int up = above[i];
            int upLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            int predicted = filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, upLeft),
                _ => 0,
            };
            line[i] = (byte)(line[i] + predicted);
        }
    }

    public static int Paeth(int left, int up, int upLeft)
    {
        int estimate = left + up - upLeft;
        int toLeft = Math.Abs(estimate - left);
        int toUp = Math.Abs(estimate - up);
        int toUpLeft = Math.Abs(estimate - upLeft);
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }
}
