using Microsoft.AspNetCore.Http;

namespace Router.Emulators.Http;

/// <summary>What happened to one connection's exchange, and who ended it.</summary>
internal sealed class Exchange(HttpContext http)
{
    private bool _abortedByUs;

    public long BytesSent { get; set; }

    public bool HasStalled { get; set; }

    public bool AbortedByClient => !_abortedByUs && http.RequestAborted.IsCancellationRequested;

    /// <summary>What follows is the client noticing, not the client leaving.</summary>
    public void LostByUs() => _abortedByUs = true;

    public void Abort()
    {
        LostByUs();
        http.Abort();
    }
}
