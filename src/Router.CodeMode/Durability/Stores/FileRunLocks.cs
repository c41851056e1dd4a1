namespace Router.CodeMode.Durability.Stores;

/// <summary>
/// Exclusion between the tasks and the processes that share a folder: files that are open in one place at a time. A run's lock is one
/// of a fixed number, so that no lock file is ever deleted, which cannot be done without a race. Thread-safe.
/// </summary>
internal sealed class FileRunLocks
{
    private const int Locks = 64;

    // What is done under a lock takes milliseconds, or as long as the disk needs for one run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim[] _own = [.. Enumerable.Range(0, Locks + 1).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly string _folder;

    internal FileRunLocks(string folder)
    {
        _folder = Path.Combine(folder, ".locks");
        FileDisk.MakeFolder(_folder);
    }

    /// <summary>Takes the lock of a run; it ends with what is returned, and with the process.</summary>
    /// <exception cref="TimeoutException">It was not to be had within 20 seconds.</exception>
    internal ValueTask<IDisposable> TakeAsync(string name, CancellationToken cancellationToken) => TakeAsync(name, Number(name), cancellationToken);

    /// <summary>Takes the lock of the numbers of openings. It is taken last, whatever else is held.</summary>
    internal ValueTask<IDisposable> TakeFencesAsync(CancellationToken cancellationToken) => TakeAsync("fences", Locks, cancellationToken);

    private async ValueTask<IDisposable> TakeAsync(string name, int number, CancellationToken cancellationToken)
    {
        SemaphoreSlim own = _own[number];
        if (!await own.WaitAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            throw Late(name);
        }

        try
        {
            return new Taken(own, await TakeFileAsync(name, number, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            own.Release();
            throw;
        }
    }

    private async ValueTask<FileStream> TakeFileAsync(string name, int number, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_folder, $"{number:x2}");
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return FileDisk.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (IsTaken(exception))
            {
                if (TimeProvider.System.GetElapsedTime(start) > Patience)
                {
                    throw Late(name);
                }
            }

            // Another process has it; the system's locks know the machine's time alone.
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    // EWOULDBLOCK of Linux and of macOS; the sharing and the lock violation of Windows.
    private static bool IsTaken(IOException exception) =>
        exception.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private TimeoutException Late(string name) =>
        new($"The lock of '{name}' in '{_folder}' was not free for {Patience.TotalSeconds:0} seconds; another process holds it.");

    // The same in every process: string.GetHashCode is not.
    private static int Number(string name)
    {
        uint hash = 2_166_136_261;
        foreach (char letter in name)
        {
            hash = unchecked((hash ^ letter) * 16_777_619);
        }

        return (int)(hash % Locks);
    }

    private sealed class Taken(SemaphoreSlim own, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            own.Release();
        }
    }
}
