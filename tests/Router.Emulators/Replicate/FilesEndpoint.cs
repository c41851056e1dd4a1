using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.Replicate;

internal sealed class FilesEndpoint(ReplicateEmulator service, FileStore files)
{
    private readonly ConcurrentDictionary<string, JsonObject> _described = new(StringComparer.Ordinal);

    public async Task<EmulatorResponse> CreateAsync(EmulatorRequest request)
    {
        MultipartForm form = await MultipartForm.TryReadAsync(request)
            ?? throw new RejectedException(ReplicateErrors.Of(415, $"Unsupported media type \"{request.ContentType}\" in request."));
        FormPart content = form.File("content")
            ?? throw ReplicateErrors.InvalidInput([new(ViolationKind.Required, "", "content", "")]);

        string id = StableHash.Id($"file/{request.Record.Number}", 36);
        string address = new Uri(service.Root, $"/v1/files/{id}").AbsoluteUri;
        string type = content.ContentType ?? "application/octet-stream";
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Content));
        files.Put(address, content.Content, type);
        JsonObject described = new()
        {
            ["id"] = id,
            ["name"] = content.FileName,
            ["content_type"] = type,
            ["size"] = content.Content.Length,
            ["etag"] = sha256[..32],
            ["checksums"] = new JsonObject { ["sha256"] = sha256 },
            ["metadata"] = JsonText.TryParse(form.Text("metadata") ?? "{}"),
            ["created_at"] = Stamp(service.Time.GetUtcNow()),
            ["expires_at"] = Stamp(service.Time.GetUtcNow().AddDays(1)),
            ["urls"] = new JsonObject { ["get"] = address },
        };
        _described[id] = described;
        return EmulatorResponse.Json(201, described);
    }

    public EmulatorResponse List() => EmulatorResponse.Json(200, new JsonObject
    {
        ["next"] = null,
        ["previous"] = null,
        ["results"] = new JsonArray([.. _described.Values.Select(file => file.DeepClone())]),
    });

    public EmulatorResponse One(string id) =>
        EmulatorResponse.Json(200, _described.GetValueOrDefault(id) ?? throw ReplicateErrors.Rejected("not_found"));

    public EmulatorResponse Delete(string id)
    {
        if (!_described.TryRemove(id, out _))
        {
            throw ReplicateErrors.Rejected("not_found");
        }

        files.Remove(new Uri(service.Root, $"/v1/files/{id}").AbsoluteUri);
        return new EmulatorResponse { Status = 204, ContentType = null };
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
