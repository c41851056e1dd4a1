using Router.Shared;

namespace Router.CodeMode.Durability.Stores;

/// <summary>The files of one run. Used under the run's lock, except to look at them.</summary>
internal sealed class FileRunFolder(string root, string runId, string name)
{
    private const string HeaderFile = "header";
    private const string RecordFile = "lease";
    private const string EntriesFile = "entries";
    private const string CheckpointFile = "checkpoint";

    // What is read comes into memory as one piece.
    private const long MostEntryBytes = 1L << 30;

    private readonly string _path = Path.Combine(root, name);

    internal bool Exists => Directory.Exists(_path);

    /// <summary>Makes it as a whole: it is there with all its files, or not at all.</summary>
    internal void Create(FileRunHeader header, FileRunRecord record)
    {
        string made = Path.Combine(root, ".new-" + name);
        DeleteFolder(made);
        FileDisk.MakeFolder(made);
        FileDisk.Write(Path.Combine(made, HeaderFile), header.Write(), durable: true);
        FileDisk.Write(Path.Combine(made, RecordFile), record.Write(), durable: true);
        FileDisk.Write(Path.Combine(made, EntriesFile), [], durable: true);
        FileDisk.Sync(made);
        Directory.Move(made, _path);
        FileDisk.Sync(root);
    }

    /// <summary>The state on disk. One that cannot be read was lost with the power, and all who held the run with it.</summary>
    internal FileRunRecord ReadRecord() =>
        FileRunRecord.TryRead(FileDisk.TryRead(Path.Combine(_path, RecordFile)), out FileRunRecord record) ? record : default;

    // Holders end with the machine: what a loss of power takes of this file is worth nothing then.
    internal void WriteRecord(FileRunRecord record) => FileDisk.Replace(Path.Combine(_path, RecordFile), record.Write(), durable: false);

    /// <summary>Reads everything, cuts off what a crash left behind the last whole append, and notes who holds the run.</summary>
    internal StoredCodeRun Open(FileRunRecord record)
    {
        string headerPath = Path.Combine(_path, HeaderFile);
        FileRunHeader header = FileRunHeader.Read(File.ReadAllBytes(headerPath), headerPath);
        if (header.RunId != runId)
        {
            throw new InvalidDataException($"'{headerPath}' is the header of the run '{header.RunId}', and should be that of '{runId}'.");
        }

        List<ReadOnlyMemory<byte>> entries = [];
        string path = Path.Combine(_path, EntriesFile);
        byte[] bytes = File.ReadAllBytes(path);
        long length = FileRunEntries.Read(bytes, path, record.Length, entries);
        if (length < bytes.Length)
        {
            Cut(path, length);
        }

        ReadOnlyMemory<byte>? checkpoint = CodeRunRules.Optional(FileDisk.TryRead(Path.Combine(_path, CheckpointFile)));
        WriteRecord(record with { Count = entries.Count, Length = length });
        return new StoredCodeRun(new CodeRunLease(runId, record.Fence), header.Content, entries, checkpoint);
    }

    /// <summary>Appends a batch; it is on disk when this returns.</summary>
    internal FileRunRecord Append(FileRunRecord record, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        byte[] batch = FileRunEntries.WriteBatch(record.Count, entries);
        if (record.Length + batch.Length > MostEntryBytes)
        {
            throw new InvalidOperationException(
                $"The entries of the run '{runId}' would come to more than {MostEntryBytes} bytes, which is the most a run may have in files.");
        }

        using FileStream file = FileDisk.Open(Path.Combine(_path, EntriesFile), FileMode.Open, FileShare.Read);
        if (file.Length < record.Length)
        {
            throw new InvalidDataException($"'{file.Name}' is shorter than what was written to it. Restore it.");
        }

        // An append that failed half-way left something behind: nobody was told that it is there.
        if (file.Length > record.Length)
        {
            file.SetLength(record.Length);
        }

        file.Position = record.Length;
        file.Write(batch);
        file.Flush(flushToDisk: true);
        return record with { Count = record.Count + entries.Count, Length = record.Length + batch.Length };
    }

    internal void WriteCheckpoint(ReadOnlySpan<byte> checkpoint) =>
        FileDisk.Replace(Path.Combine(_path, CheckpointFile), checkpoint, durable: true);

    internal void Delete()
    {
        // Gone at once, under a name that is none of a run, however long the rest takes.
        string gone = Path.Combine(root, ".gone-" + name);
        DeleteFolder(gone);
        Directory.Move(_path, gone);
        FileDisk.Sync(root);
        DeleteFolder(gone);
    }

    /// <summary>What the list tells of it, read without its lock; null where it is gone meanwhile, or was never whole.</summary>
    internal static CodeRunInfo? Look(string path)
    {
        try
        {
            if (ReadHeader(Path.Combine(path, HeaderFile)) is not { } header)
            {
                return null;
            }

            _ = FileRunRecord.TryRead(FileDisk.TryRead(Path.Combine(path, RecordFile)), out FileRunRecord record);
            return new CodeRunInfo(header.RunId, header.CreatedAt, record.HeldUntil, Count(Path.Combine(path, EntriesFile)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes what a process that was killed left of a run that it made or deleted. Under that run's lock.</summary>
    internal static void DeleteLeftover(string path) => DeleteFolder(path);

    private static FileRunHeader? ReadHeader(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] head = new byte[FileRunHeader.LongestHead];
        return FileRunHeader.ReadHead(head.AsMemory(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }

    private static int Count(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] head = new byte[FileRunEntries.HeadBytes];
        int entries = 0;
        while (FileRunEntries.TryReadHead(
            head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)), entries, out int count, out long length)
            && length <= file.Length - file.Position)
        {
            entries += count;
            file.Position += length;
        }

        return entries;
    }

    private static void Cut(string path, long length)
    {
        using FileStream file = FileDisk.Open(path, FileMode.Open, FileShare.Read);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    private static void DeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was left behind.
        }
    }
}
