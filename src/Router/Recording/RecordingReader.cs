using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Canonical;

namespace Router.Recording;

/// <summary>Reads recordings strictly: whatever is not as it was written is an error that names its file.</summary>
internal static class RecordingReader
{
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">A file is not as it was written.</exception>
    internal static IReadOnlyList<Recorded> ReadAll(RecordingFolder folder) =>
        [.. folder.Files().Select(file => Read(file, File.ReadAllBytes(file), folder))];

    /// <exception cref="InvalidDataException">The file is not as it was written.</exception>
    internal static Recorded Read(string file, byte[] text, RecordingFolder folder)
    {
        try
        {
            JsonObject document = JsonTree.Parse(text) as JsonObject ?? throw new InvalidDataException("The document is no object.");
            string? version = JsonTree.Text(document[RecordingFormat.Format]);
            if (version != RecordingFormat.Version)
            {
                throw new InvalidDataException($"'{RecordingFormat.Format}' is not '{RecordingFormat.Version}', the only one this version of Router reads.");
            }

            if (document.Select(pair => pair.Key).FirstOrDefault(name => !RecordingFormat.Members.Contains(name)) is not null)
            {
                throw new InvalidDataException($"A member is none of: {string.Join(", ", RecordingFormat.Members)}.");
            }

            return new Recorded(file, document, folder);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The recording '{file}' cannot be read. {exception.Message}", exception);
        }
        catch (JsonException exception) when (exception.LineNumber is not null && exception.Path is null)
        {
            throw new InvalidDataException(
                $"The recording '{file}' cannot be read: it is no JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. It may have been cut.");
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception) || exception is FormatException)
        {
            // What these say can quote the file.
            throw new InvalidDataException($"The recording '{file}' cannot be read: its answer is not one that was recorded ({exception.GetType().Name}).");
        }
    }
}
