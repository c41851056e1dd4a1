using System.Text;

namespace Router.CodeMode.Tests.Durability;

/// <summary>Pieces of runs to be sealed.</summary>
internal static class SealedRuns
{
    internal static byte[] Key(byte seed) => [.. Enumerable.Range(0, 32).Select(index => (byte)(seed + index))];

    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>What compresses, a little.</summary>
    internal static byte[] Memory(int seed, int length)
    {
        Random random = new(seed);
        byte[] memory = new byte[length];
        for (int at = 0; at < length; at++)
        {
            memory[at] = (byte)(random.Next(4) == 0 ? random.Next(256) : 0);
        }

        return memory;
    }
}
