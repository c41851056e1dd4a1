using System.Security.Cryptography;
using System.Text;

namespace Router.Emulators.Replicate;

/// <summary>Signs a webhook as Replicate does, for tests of whoever receives one.</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>The value of <c>webhook-signature</c> for one secret; several are joined by a space.</summary>
    public static string Of(string secret, string id, string timestamp, string body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        byte[] key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
    }
}
