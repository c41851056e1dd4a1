using System.Text.Json;
using Router.Adapters;
using Router.Providers.Http;

namespace Router.Providers.OpenAI;

/// <summary>
/// Finds the snapshot behind an alias. No list tells it; only an answer does: so the smallest possible question is asked and billed, some
/// twenty tokens. A snapshot that is named already is looked up among the models, which is free. Thread-safe.
/// </summary>
internal sealed class OpenAIPinResolver(ProviderSender sender, Uri endpoint, string maxTokensField) : IPinResolver
{
    // Reasoning counts as output, and fewer are refused by some models. What is answered does not matter.
    private const int MaxTokens = 16;

    public async ValueTask<PinResolution> ResolveAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Version is { } snapshot)
        {
            await ConfirmAsync(snapshot, cancellationToken).ConfigureAwait(false);
            return new PinResolution { Kind = PinKind.Snapshot, Version = snapshot };
        }

        string served;
        try
        {
            served = await AskAsync(model.Model, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException refused) when (refused.StatusCode is 400 or 404)
        {
            if (!await ExistsAsync(model.Model, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return PinResolution.Unpinnable(
                PinKind.Snapshot,
                $"'{model.Model}' answers no chat, and only answers of chat name a snapshot: write \"version\" yourself, or set \"pinning\": \"off\" on the target.");
        }

        return served == model.Model || served.StartsWith(model.Model + "-", StringComparison.Ordinal)
            ? new PinResolution { Kind = PinKind.Snapshot, Version = served }
            : PinResolution.Unpinnable(
                PinKind.Snapshot, $"the server answers '{model.Model}' with a name that is no snapshot of it: write \"version\" yourself.");
    }

    private async Task<string> AskAsync(string model, CancellationToken cancellationToken)
    {
        PooledBuffer body = new(256);
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("messages");
            writer.WriteStartObject();
            writer.WriteString("role", "user");
            writer.WriteString("content", "Say ok.");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteNumber(maxTokensField, MaxTokens);
            writer.WriteEndObject();
        }

        HttpRequestMessage request = new(HttpMethod.Post, Endpoint.At(endpoint, "chat/completions")) { Content = new PooledContent(body) };
        using ProviderResponse response = await sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, "model", cancellationToken).ConfigureAwait(false)
            ?? throw response.Malformed("sent an answer that names no model");
    }

    private async Task ConfirmAsync(string model, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Get, Endpoint.At(endpoint, $"models/{Uri.EscapeDataString(model)}"));
        using ProviderResponse response = await sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        if (await ReadAsync(response, "id", cancellationToken).ConfigureAwait(false) != model)
        {
            throw response.Malformed("described another model than the one asked about");
        }
    }

    private async Task<bool> ExistsAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            await ConfirmAsync(model, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ProviderException)
        {
            return false;
        }
    }

    private static async Task<string?> ReadAsync(ProviderResponse response, string member, CancellationToken cancellationToken)
    {
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body.Memory);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind is JsonValueKind.String
                && value.GetString() is { Length: > 0 } text
                    ? text
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Its message can quote the answer.
            throw response.Malformed("sent broken JSON");
        }
    }
}
