using System.Globalization;
using System.Security.Cryptography;

namespace Router.Configuration.Sources;

/// <summary>Makes revision ids.</summary>
internal static class Revision
{
    private const int HashDigits = 12;

    internal static string Next(ref int loads) => Interlocked.Increment(ref loads).ToString(CultureInfo.InvariantCulture);

    internal static string Next(ref int loads, ReadOnlySpan<byte> content) =>
        $"{Next(ref loads)}-{Convert.ToHexStringLower(SHA256.HashData(content))[..HashDigits]}";
}
