using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>Reads a lock file, and takes nothing in it on trust: it decides what runs. For one text; not thread-safe.</summary>
internal sealed class PinLockReader
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly string? _file;

    private PinLockReader(ReadOnlyMemory<byte> utf8, string? file) => (_utf8, _file) = (utf8, file);

    /// <exception cref="PinLockException">The text is no lock file of this version.</exception>
    internal static PinLock Read(ReadOnlyMemory<byte> utf8, string? file) =>
        new PinLockReader(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, file).Read();

    private PinLock Read()
    {
        PinLockDocument document = Deserialize();
        if (document.LockVersion != PinningDefaults.LockVersion)
        {
            throw WrongVersion(document.LockVersion);
        }

        if (document.Pins is not { } records)
        {
            throw Fault(-1, "pins", "'pins' is missing; an empty lock holds an empty list.");
        }

        List<PinLockEntry> entries = new(records.Count);
        Dictionary<(string, string, string), int> seen = [];
        for (int index = 0; index < records.Count; index++)
        {
            PinLockEntry entry = Entry(records[index], index);
            if (!seen.TryAdd(PinLock.Key(entry.Provider, entry.Model, entry.Source), index))
            {
                int first = seen[PinLock.Key(entry.Provider, entry.Model, entry.Source)];
                throw Fault(index, null, $"'{entry.Source}' at '{entry.Provider}' is locked twice, first in pins[{first}]; keep one.");
            }

            entries.Add(entry);
        }

        return new PinLock(entries);
    }

    private PinLockDocument Deserialize()
    {
        if (!Utf8.IsValid(_utf8.Span))
        {
            throw new PinLockException(_file, "", null, "the text is not valid UTF-8.");
        }

        try
        {
            return JsonSerializer.Deserialize(_utf8.Span, PinLockJsonContext.Default.PinLockDocument)
                ?? throw new PinLockException(_file, "", 1, "must be an object, not null.");
        }
        catch (InvalidOperationException)
        {
            throw new PinLockException(_file, "", null, "a text in it has half of a surrogate pair.");
        }
        catch (JsonException exception)
        {
            // A later format may hold what this one does not know; that is the better thing to say.
            if (Version() is { } version && version != PinningDefaults.LockVersion)
            {
                throw WrongVersion(version);
            }

            string path = exception.Path is { } at && at.StartsWith("$.", StringComparison.Ordinal) ? at[2..] : "";
            throw new PinLockException(_file, path, (int?)exception.LineNumber + 1, Describe(exception));
        }
    }

    private static string Describe(JsonException exception)
    {
        string message = exception.Message;
        int tail = message.IndexOf(" Path:", StringComparison.Ordinal);
        tail = tail < 0 ? message.IndexOf(" LineNumber:", StringComparison.Ordinal) : tail;
        string what = (tail < 0 ? message : message[..tail]).Trim();
        return message.Contains("could not be mapped", StringComparison.Ordinal)
            ? "there is no such property in a lock file; take it back from git, or delete the file and run 'router pin'."
            : $"this is no lock file: {what} Take it back from git, or delete it and run 'router pin'.";
    }

    private int? Version()
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(_utf8);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("lockVersion", out JsonElement version)
                && version.ValueKind is JsonValueKind.Number && version.TryGetInt32(out int number)
                    ? number
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private PinLockException WrongVersion(int? version) => Fault(
        -1,
        "lockVersion",
        version is null
            ? $"'lockVersion' is missing; this Router writes {PinningDefaults.LockVersion}."
            : $"the format {version} is not known, only {PinningDefaults.LockVersion}: it was written by another version of Router. Use that version, or delete the file and run 'router pin'.");

    private PinLockEntry Entry(PinLockRecord? record, int index)
    {
        if (record is null)
        {
            throw Fault(index, null, "must be an object, not null.");
        }

        PinKind kind = Required(record.Kind, "kind", index) switch
        {
            "snapshot" => PinKind.Snapshot,
            "digest" => PinKind.Digest,
            "schema" => PinKind.Schema,
            _ => throw Fault(index, "kind", "must be 'snapshot', 'digest' or 'schema'."),
        };
        string version = Required(record.Version, "version", index);
        if (kind is PinKind.Digest && !DigestForm.IsDigest(version))
        {
            throw Fault(index, "version", "must be 64 hex digits.");
        }

        if (record.SchemaDigest is { } digest
            && !(digest.StartsWith(PinningDefaults.DigestPrefix, StringComparison.Ordinal) && DigestForm.IsDigest(digest[PinningDefaults.DigestPrefix.Length..])))
        {
            throw Fault(index, "schemaDigest", "must be 'sha256:' and 64 hex digits.");
        }

        return new PinLockEntry
        {
            Provider = Required(record.Provider, "provider", index),
            Type = Required(record.Type, "type", index),
            Model = Required(record.Model, "model", index),
            Source = Required(record.Source, "source", index),
            Kind = kind,
            Version = version,
            ResolvedAt = Time(Required(record.ResolvedAt, "resolvedAt", index), index),
            SchemaDigest = record.SchemaDigest,
            Deprecation = record.Deprecation is { } day ? Day(day, index) : null,
        };
    }

    private string Required(string? value, string member, int index) =>
        string.IsNullOrWhiteSpace(value) ? throw Fault(index, member, $"'{member}' is missing.") : value;

    private DateTimeOffset Time(string text, int index) =>
        DateTimeOffset.TryParseExact(
            text, PinningDefaults.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw Fault(index, "resolvedAt", "must be a time such as 2026-01-31T12:00:00Z.");

    private DateOnly Day(string text, int index) =>
        DateOnly.TryParseExact(text, PinningDefaults.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw Fault(index, "deprecation", "must be a day such as 2026-01-31.");

    private PinLockException Fault(int entry, string? member, string fault)
    {
        string item = entry < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"pins[{entry}]");
        string path = string.Join('.', new[] { item, member ?? "" }.Where(part => part.Length > 0));
        return new PinLockException(_file, path, PinLockLines.Find(_utf8.Span, entry, member) ?? (entry < 0 ? 1 : null), fault);
    }
}
