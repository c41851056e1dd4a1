using Router.Emulators.Faults;
using Router.Emulators.Http;
using Router.Emulators.Requests;

namespace Router.Emulators;

/// <summary>One emulated service: where it listens, what it accepts, what it has seen, how it shall fail.</summary>
public abstract class ServiceEmulator
{
    private protected ServiceEmulator(string name, string apiKey, TimeProvider time)
    {
        Name = name;
        ApiKey = apiKey;
        Time = time;
        Requests = new RequestLog(time);
    }

    public string Name { get; }

    /// <summary>The base address an adapter is configured with, without a trailing slash.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    /// <summary>The one bearer credential this service accepts.</summary>
    public string ApiKey { get; }

    public RequestLog Requests { get; }

    public FaultPlan Faults { get; } = new();

    internal TimeProvider Time { get; }

    internal Uri Root { get; private set; } = new("http://127.0.0.1");

    private protected abstract string BasePath { get; }

    internal void ListenAt(Uri root)
    {
        Root = root;
        Endpoint = new Uri(root, BasePath);
    }

    internal abstract Task<EmulatorResponse> AnswerAsync(EmulatorRequest request);

    /// <summary>The service's own error answer for a fault that names a status or a provider code.</summary>
    internal abstract EmulatorResponse ErrorFor(Fault fault, EmulatorRequest request);

    /// <summary>An error as this service would send it inside a stream that began with 200.</summary>
    internal abstract byte[] ErrorFrame(Fault fault, EmulatorRequest request);
}
