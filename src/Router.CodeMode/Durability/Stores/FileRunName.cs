using System.Security.Cryptography;
using System.Text;

namespace Router.CodeMode.Durability.Stores;

/// <summary>
/// A run's id as the name of a folder, on any file system: small letters and digits alone beside '-' and '_', so that ids that differ in
/// capitals alone differ, and none is a device, a hidden file or a way up.
/// </summary>
internal static class FileRunName
{
    private const int Longest = 120;

    internal static string Of(string runId)
    {
        StringBuilder name = new("r-");
        foreach (char letter in runId)
        {
            _ = letter switch
            {
                '_' => name.Append("__"),
                '.' => name.Append("_0"),
                ':' => name.Append("_1"),
                >= 'A' and <= 'Z' => name.Append('_').Append(char.ToLowerInvariant(letter)),
                _ => name.Append(letter),
            };
        }

        return name.Length <= Longest ? name.ToString() : "h-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(runId)));
    }
}
