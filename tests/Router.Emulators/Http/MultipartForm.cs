using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Router.Emulators.Http;

internal sealed class MultipartForm
{
    private readonly List<FormPart> _parts = [];

    public IReadOnlyList<FormPart> Parts => _parts;

    public string? Text(string name) => _parts.FirstOrDefault(part => part.Name == name)?.Text;

    public FormPart? File(string name) => _parts.FirstOrDefault(part => part.Name == name && part.FileName is not null);

    /// <summary>Null when the request is no readable multipart/form-data.</summary>
    public static async Task<MultipartForm?> TryReadAsync(EmulatorRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return null;
        }

        MultipartForm form = new();
        try
        {
            using MemoryStream body = new(request.Body.ToArray());
            MultipartReader reader = new(boundary, body);
            while (await reader.ReadNextSectionAsync(request.Aborted) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
                {
                    using MemoryStream content = new();
                    await section.Body.CopyToAsync(content, request.Aborted);
                    string? file = HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
                    form._parts.Add(new FormPart(HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", file, section.ContentType, content.ToArray()));
                }
            }
        }
        catch (IOException)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return form;
    }
}
