using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Router.CodeMode.Durability;

/// <summary>Turns what is stored into sealed bytes and back. Thread-safe.</summary>
internal sealed class CodeRunCodec(CodeRunSeal seal)
{
    internal const int Version = 1;

    // What is stored holds JSON as text: with every quote as six characters it would be several times as long.
    private static readonly CodeRunJson Json =
        new(new JsonSerializerOptions(CodeRunJson.Default.Options) { TypeInfoResolver = null, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectNullableAnnotations = true });

    internal ReadOnlyMemory<byte> Write(StoredHeader header) =>
        seal.Seal(JsonSerializer.SerializeToUtf8Bytes(header, Json.StoredHeader), header.Header.RunId, CodeRunPart.Header);

    internal ReadOnlyMemory<byte> Write(StoredEntry entry, string runId, int index) =>
        seal.Seal(JsonSerializer.SerializeToUtf8Bytes(entry, Json.StoredEntry), runId, CodeRunPart.Entry, index);

    /// <summary>A checkpoint: the length of what we say of it, that, and the engine's state.</summary>
    internal ReadOnlyMemory<byte> Write(CheckpointState checkpoint, ReadOnlyMemory<byte> state, string runId)
    {
        byte[] said = JsonSerializer.SerializeToUtf8Bytes(checkpoint, Json.CheckpointState);
        byte[] whole = new byte[sizeof(int) + said.Length + state.Length];
        BinaryPrimitives.WriteInt32LittleEndian(whole, said.Length);
        said.CopyTo(whole, sizeof(int));
        state.Span.CopyTo(whole.AsSpan(sizeof(int) + said.Length));
        return seal.Seal(whole, runId, CodeRunPart.Checkpoint);
    }

    /// <exception cref="InvalidDataException">It is none of this version's, or was changed.</exception>
    internal StoredHeader ReadHeader(ReadOnlyMemory<byte> data, string runId)
    {
        StoredHeader header = Read(seal.Open(data.Span, runId, CodeRunPart.Header), Json.StoredHeader, runId);
        return header.Version == Version && header.Header.RunId == runId
            ? header
            : throw new InvalidDataException($"The stored run {runId} is of version {header.Version}, or of another run; this is version {Version}.");
    }

    /// <exception cref="InvalidDataException">It is none, or was changed.</exception>
    internal StoredEntry ReadEntry(ReadOnlyMemory<byte> data, string runId, int index) =>
        Read(seal.Open(data.Span, runId, CodeRunPart.Entry, index), Json.StoredEntry, runId);

    /// <exception cref="InvalidDataException">It is none of this version's, or was changed.</exception>
    internal (CheckpointState Checkpoint, ReadOnlyMemory<byte> State) ReadCheckpoint(ReadOnlyMemory<byte> data, string runId)
    {
        byte[] whole = seal.Open(data.Span, runId, CodeRunPart.Checkpoint);
        int length = whole.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(whole) : -1;
        if (length < 0 || length > whole.Length - sizeof(int))
        {
            throw new InvalidDataException($"The checkpoint of the stored run {runId} is cut.");
        }

        CheckpointState checkpoint = Read(whole.AsSpan(sizeof(int), length), Json.CheckpointState, runId);
        return checkpoint.Version == Version
            ? (checkpoint, whole.AsMemory(sizeof(int) + length))
            : throw new InvalidDataException($"The checkpoint of the stored run {runId} is of version {checkpoint.Version}; this is {Version}.");
    }

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string runId)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException($"The stored run {runId} holds nothing.");
        }
        catch (JsonException exception)
        {
            // Its message would quote what is stored.
            throw new InvalidDataException($"The stored run {runId} cannot be read ({exception.GetType().Name}).");
        }
    }
}
