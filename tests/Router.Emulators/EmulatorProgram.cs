using System.Globalization;
using System.Runtime.InteropServices;

namespace Router.Emulators;

/// <summary>The emulators as a program: <c>--port N</c> takes N, N+1 and N+2; without it the ports 4010 to 4012.</summary>
internal static class EmulatorProgram
{
    private const int DefaultPort = 4010;

    public static async Task<int> RunAsync(
        string[] arguments,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken = default)
    {
        if (!TryReadPort(arguments, out int port))
        {
            await error.WriteLineAsync("usage: Router.Emulators [--port N]   (N, N+1 and N+2 are used; 0 takes free ports)");
            return 2;
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        EmulatorOptions options = new()
        {
            OpenAIPort = port,
            WorkersAIPort = port == 0 ? 0 : port + 1,
            ReplicatePort = port == 0 ? 0 : port + 2,
            ControlEndpoint = true,
        };
        try
        {
            await using EmulatorHost host = await EmulatorHost.StartAsync(options, stop.Token);
            await output.WriteLineAsync(Greeting(host));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (IOException inUse)
        {
            await error.WriteLineAsync(inUse.Message);
            return 1;
        }

        return 0;
    }

    private static bool TryReadPort(string[] arguments, out int port)
    {
        port = DefaultPort;
        return arguments switch
        {
            [] => true,
            ["--port", var text] => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65533,
            _ => false,
        };
    }

    // The credentials are the emulators' own and open nothing else.
    private static string Greeting(EmulatorHost host) => $"""
        OpenAI      {host.OpenAI.Endpoint}
        Workers AI  {host.WorkersAI.Endpoint}
        Replicate   {host.Replicate.Endpoint}

        export OPENAI_BASE_URL={host.OpenAI.Endpoint}
        export OPENAI_API_KEY={host.OpenAI.ApiKey}
        export CLOUDFLARE_BASE_URL={host.WorkersAI.Endpoint}
        export CLOUDFLARE_ACCOUNT_ID={host.WorkersAI.AccountId}
        export CLOUDFLARE_API_TOKEN={host.WorkersAI.ApiKey}
        export REPLICATE_BASE_URL={host.Replicate.Endpoint}
        export REPLICATE_API_TOKEN={host.Replicate.ApiKey}

        A request's fault: header  x-emulator-fault: status=429; code=insufficient_quota; retry-after=2
        Faults to come:            curl -d 'code=3040; times=2' {host.WorkersAI.Endpoint.GetLeftPart(UriPartial.Authority)}/_emulator/faults
        What arrived:              curl {host.OpenAI.Endpoint.GetLeftPart(UriPartial.Authority)}/_emulator/requests
        Ctrl-C ends.
        """;
}
