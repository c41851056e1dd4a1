using System.Drawing;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Images;

/// <summary>
/// Builds the body of an image request. Additional properties that the model does not know are left out: they are meant for another
/// target, and Workers AI refuses a request over an unknown field.
/// </summary>
internal static class ImageRequestContent
{
    private static readonly string[] OwnFields = ["prompt", "width", "height", "image_b64"];

    /// <exception cref="ArgumentException">There is no prompt, or the model cannot start from these images.</exception>
    internal static HttpContent Build(ImageForm form, ImageGenerationRequest request, ImageGenerationOptions? options)
    {
        if (string.IsNullOrWhiteSpace(request.Prompt))
        {
            throw new ArgumentException("An image request to Workers AI needs a prompt.", nameof(request));
        }

        ImageFormRules rules = ImageFormRules.Of(form);
        List<DataContent> originals = Originals(rules, request);
        List<KeyValuePair<string, object?>> extra =
        [
            .. (options?.AdditionalProperties ?? []).Where(property =>
                !OwnFields.Contains(property.Key) && (rules.Fields is null || rules.Fields.Contains(property.Key))),
        ];
        Size? size = rules.Nearest(options?.ImageSize);
        return form is ImageForm.Flux2
            ? Multipart(request.Prompt, size, originals, extra)
            : Json(request.Prompt, size, originals, extra);
    }

    private static List<DataContent> Originals(ImageFormRules rules, ImageGenerationRequest request)
    {
        List<AIContent> originals = [.. request.OriginalImages ?? []];
        if (originals.Count > rules.Originals)
        {
            throw new ArgumentException($"The model takes {rules.Originals} images to start from, not {originals.Count}.", nameof(request));
        }

        return [.. originals.Select(ImageInput.Data)];
    }

    private static PooledContent Json(
        string prompt, Size? size, List<DataContent> originals, List<KeyValuePair<string, object?>> extra)
    {
        PooledBuffer buffer = new();
        try
        {
            using (Utf8JsonWriter writer = new(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("prompt", prompt);
                if (size is { } asked)
                {
                    writer.WriteNumber("width", asked.Width);
                    writer.WriteNumber("height", asked.Height);
                }

                if (originals.Count > 0)
                {
                    writer.WriteString("image_b64", originals[0].Base64Data.Span);
                }

                foreach (KeyValuePair<string, object?> field in extra)
                {
                    writer.WritePropertyName(field.Key);
                    ExtraValue.Write(writer, field.Key, field.Value);
                }

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

    private static MultipartFormDataContent Multipart(
        string prompt, Size? size, List<DataContent> originals, List<KeyValuePair<string, object?>> extra)
    {
        MultipartFormDataContent form = [];
        Add("prompt", prompt);
        if (size is { } asked)
        {
            Add("width", asked.Width.ToString(CultureInfo.InvariantCulture));
            Add("height", asked.Height.ToString(CultureInfo.InvariantCulture));
        }

        foreach (KeyValuePair<string, object?> field in extra.Where(field => field.Value is not null))
        {
            Add(field.Key, Text(field));
        }

        for (int index = 0; index < originals.Count; index++)
        {
            ReadOnlyMemoryContent image = new(originals[index].Data);
            image.Headers.ContentType = MediaTypeHeaderValue.Parse(originals[index].MediaType);

            // Set by hand: the form would add a second name, filename*, with the quotes in it.
            image.Headers.ContentDisposition = new("form-data") { Name = Quoted($"input_image_{index}"), FileName = Quoted($"image_{index}") };
            form.Add(image);
        }

        return form;

        void Add(string name, string value) => form.Add(new StringContent(value), Quoted(name));
    }

    /// <summary>Some servers read a form's names only where they are quoted.</summary>
    private static string Quoted(string name) => $"\"{name}\"";

    /// <summary>A value as a form's field: text as it stands, anything else as JSON.</summary>
    private static string Text(KeyValuePair<string, object?> field)
    {
        string? text = field.Value switch
        {
            string own => own,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ => null,
        };
        if (text is not null)
        {
            return text;
        }

        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            ExtraValue.Write(writer, field.Key, field.Value);
        }

        return Encoding.UTF8.GetString(buffer.Span);
    }
}
