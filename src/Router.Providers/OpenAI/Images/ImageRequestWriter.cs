using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.OpenAI.Images;

/// <summary>Writes image requests.</summary>
internal static class ImageRequestWriter
{
    private const string CountField = "n";

    /// <summary>A generation, as JSON.</summary>
    internal static HttpContent Json(ImageFields fields)
    {
        PooledBuffer buffer = new();
        try
        {
            using (Utf8JsonWriter writer = new(buffer))
            {
                writer.WriteStartObject();
                RequestFields body = new(writer, null, hasAdditional: true);
                foreach (KeyValuePair<string, string> field in fields.Texts)
                {
                    body.Text(field.Key, field.Value);
                }

                body.Number(CountField, fields.Count);
                body.WriteAdditional(fields.Additional, []);
                writer.WriteEndObject();
            }

            return new PooledContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>An edit, as a form. One image goes as <c>image</c>, several as <c>image[]</c>.</summary>
    /// <exception cref="ArgumentException">An image is not given as data, or the name of a field is none that a form can carry.</exception>
    internal static HttpContent Form(ImageFields fields, AIContent[] images)
    {
        MultipartFormDataContent form = [];
        try
        {
            foreach (KeyValuePair<string, string> field in fields.Texts)
            {
                AddText(form, field.Key, field.Value);
            }

            if (fields.Count is { } count)
            {
                AddText(form, CountField, count.ToString(CultureInfo.InvariantCulture));
            }

            foreach (KeyValuePair<string, object?> field in fields.Additional ?? [])
            {
                if ((field.Key != CountField || fields.Count is null) && !fields.Texts.Exists(known => known.Key == field.Key))
                {
                    AddText(form, field.Key, TextOf(field.Key, field.Value));
                }
            }

            for (int index = 0; index < images.Length; index++)
            {
                Add(form, images[index], images.Length == 1 ? "image" : "image[]", index);
            }

            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    private static void Add(MultipartFormDataContent form, AIContent image, string name, int index)
    {
        if (image is not DataContent data)
        {
            throw new ArgumentException($"An image to edit is a {image.GetType().Name}; OpenAI takes it as data alone (DataContent).");
        }

        ReadOnlyMemoryContent part = new(data.Data);
        string mediaType = data.MediaType.Split(';')[0].TrimEnd();
        part.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        string extension = mediaType[(mediaType.IndexOf('/', StringComparison.Ordinal) + 1)..];
        form.Add(part, name, $"image{index.ToString(CultureInfo.InvariantCulture)}.{extension}");
    }

    private static void AddText(MultipartFormDataContent form, string name, string value)
    {
        // The name stands in a header of its part.
        if (name.Length == 0 || name.Any(c => c is <= ' ' or > '~' or '"' or '\\'))
        {
            throw new ArgumentException("The name of an additional property is none that a form can carry; use ASCII without blanks and quotes.");
        }

        ByteArrayContent part = new(Encoding.UTF8.GetBytes(value));
        form.Add(part, name);
    }

    /// <summary>A form has text alone: a text goes as it stands, anything else as its JSON.</summary>
    private static string TextOf(string field, object? value)
    {
        if (value is string text)
        {
            return text;
        }

        if (value is JsonElement { ValueKind: JsonValueKind.String } element)
        {
            return element.GetString()!;
        }

        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            ExtraValue.Write(writer, field, value);
        }

        return Encoding.UTF8.GetString(buffer.Span);
    }
}
