using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Reads <c>annotations</c>: citations of web pages.</summary>
internal static class AnnotationReader
{
    /// <summary>Reads the value of the property the reader stands at.</summary>
    internal static void ReadAll(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        if (!JsonScan.EnterArray(ref reader))
        {
            return;
        }

        while (JsonScan.NextObject(ref reader))
        {
            while (JsonScan.NextProperty(ref reader))
            {
                if (!reader.ValueTextEquals("url_citation"u8))
                {
                    JsonScan.SkipValue(ref reader);
                }
                else if (JsonScan.EnterObject(ref reader))
                {
                    (answer.Annotations ??= []).Add(Citation(ref reader));
                }
            }
        }
    }

    private static CitationAnnotation Citation(ref Utf8JsonReader reader)
    {
        CitationAnnotation citation = new();
        TextSpanAnnotatedRegion region = new();
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("url"u8))
            {
                citation.Url = Uri.TryCreate(JsonScan.Repeated(ref reader, null), UriKind.Absolute, out Uri? url) ? url : null;
            }
            else if (reader.ValueTextEquals("title"u8))
            {
                citation.Title = JsonScan.Repeated(ref reader, null);
            }
            else if (reader.ValueTextEquals("start_index"u8))
            {
                region.StartIndex = (int?)JsonScan.WholeNumber(ref reader);
            }
            else if (reader.ValueTextEquals("end_index"u8))
            {
                region.EndIndex = (int?)JsonScan.WholeNumber(ref reader);
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }

        if (region is { StartIndex: not null } or { EndIndex: not null })
        {
            citation.AnnotatedRegions = [region];
        }

        return citation;
    }
}
