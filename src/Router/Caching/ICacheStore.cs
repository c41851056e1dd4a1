namespace Router.Caching;

/// <summary>Where answers are kept. Thread-safe; never throws but for cancellation: what fails is a miss.</summary>
internal interface ICacheStore
{
    /// <summary>The bytes kept under a key, which nobody may change; null where there are none.</summary>
    ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps bytes, which nobody may change from here on.</summary>
    ValueTask StoreAsync(string key, byte[] answer, TimeSpan duration);
}
