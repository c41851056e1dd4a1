using System.Collections.Concurrent;

namespace Router.Emulators.Http;

/// <summary>Files the emulators serve themselves, found by their absolute address: no emulator fetches from a network.</summary>
internal sealed class FileStore
{
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);

    public void Put(string address, byte[] bytes, string contentType) => _files[address] = new(bytes, contentType);

    public StoredFile? Find(string address) => _files.GetValueOrDefault(address);

    public bool Remove(string address) => _files.TryRemove(address, out _);
}
