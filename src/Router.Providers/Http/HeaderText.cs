using System.Net.Http.Headers;

namespace Router.Providers.Http;

/// <summary>Reads headers as they were sent: the typed properties drop what they cannot parse.</summary>
internal static class HeaderText
{
    /// <summary>The first value of a header, trimmed; null where it is absent or blank.</summary>
    internal static string? First(HttpHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out HeaderStringValues values))
        {
            return null;
        }

        foreach (string value in values)
        {
            string trimmed = value.Trim();
            if (trimmed.Length > 0)
            {
                return trimmed;
            }
        }

        return null;
    }
}
