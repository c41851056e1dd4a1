namespace Router.Emulators.Text;

/// <summary>Word counts hashed into a unit vector: texts that share words lie nearer than texts that do not.</summary>
internal static class Embedding
{
    private static readonly char[] Separators = [' ', ',', '.', '!', '?', ';', ':', '\n'];

    public static float[] Of(string text, int dimensions)
    {
        double[] sums = new double[dimensions];
        foreach (string word in text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(""))
        {
            for (int i = 0; i < 8; i++)
            {
                uint hash = StableHash.Of($"{i}/{word}");
                sums[hash % (uint)dimensions] += (hash & 0x8000_0000) == 0 ? 1 : -1;
            }
        }

        double length = Math.Sqrt(sums.Sum(value => value * value));
        if (length == 0)
        {
            (sums[0], length) = (1, 1);
        }

        return [.. sums.Select(value => (float)(value / length))];
    }
}
