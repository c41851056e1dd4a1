using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Recording;

/// <summary>A request as it is recorded: the canonical form under the client's name, without secrets. Its digest is what finds it.</summary>
internal sealed record RequestForm(JsonObject Request, string Digest)
{
    private const string Name = "name";

    /// <exception cref="NotSupportedException">The request holds what cannot be written down.</exception>
    internal static RequestForm Of(IEnumerable<ChatMessage> messages, ChatOptions? options, string name, Redaction redaction) =>
        Of(() => CanonicalRequest.Of(messages, options), name, redaction);

    /// <inheritdoc cref="Of(IEnumerable{ChatMessage}, ChatOptions?, string, Redaction)" />
    internal static RequestForm Of(ImageGenerationRequest request, ImageGenerationOptions? options, string name, Redaction redaction) =>
        Of(() => CanonicalRequest.Of(request, options), name, redaction);

    internal static string DigestOf(JsonNode request) => CanonicalJson.Digest(JsonTree.Write(request, RecordingFormat.Compact));

    private static RequestForm Of(Func<byte[]> canonical, string name, Redaction redaction)
    {
        JsonNode form;
        try
        {
            form = JsonTree.Parse(canonical());
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception))
        {
            // What such an exception says may quote the request.
            throw new NotSupportedException(
                "The request cannot be recorded: it holds an object that cannot be written down as JSON, such as a RawRepresentationFactory, "
                + $"a RawRepresentation or a property of an unknown type ({exception.GetType().Name}).");
        }

        redaction.Request(form);
        JsonObject request = new() { [Name] = name };
        foreach ((string member, JsonNode? value) in form.AsObject().ToArray())
        {
            form.AsObject().Remove(member);
            request[member] = value;
        }

        return new RequestForm(request, DigestOf(request));
    }
}
