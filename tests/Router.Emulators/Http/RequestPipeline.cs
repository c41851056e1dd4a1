using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Router.Emulators.Faults;
using Router.Emulators.Requests;

namespace Router.Emulators.Http;

/// <summary>Record the request, choose its fault, let the service answer, spoil the answer, send it, record the end.</summary>
internal sealed class RequestPipeline(ServiceEmulator service, EmulatorOptions options, CancellationToken stopping)
{
    private readonly ResponseWriter _writer = new(options.TimeProvider);
    private readonly ControlEndpoint _control = new(service);

    public async Task InvokeAsync(HttpContext http)
    {
        if (options.ControlEndpoint && http.Request.Path.StartsWithSegments("/_emulator", out PathString rest))
        {
            await _control.InvokeAsync(http, rest);
            return;
        }

        // The client's abort only: our own Abort cancels RequestAborted too, and must not be recorded as the client's.
        Exchange exchange = new(http);
        RecordedRequest? record = null;
        try
        {
            record = await service.Requests.ReadAsync(http.Request);
            await AnswerAsync(http, record, exchange);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // A host that ends in the middle of an answer must not make it look complete.
            if (!http.RequestAborted.IsCancellationRequested)
            {
                exchange.Abort();
            }
        }
        catch (IOException lost) when (lost is not BadHttpRequestException)
        {
        }
        finally
        {
            if (record is not null)
            {
                service.Requests.End(record, exchange.AbortedByClient, http.Response.StatusCode, exchange.BytesSent);
            }
        }
    }

    private async Task AnswerAsync(HttpContext http, RecordedRequest record, Exchange exchange)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        EmulatorResponse response;
        Fault? fault = null;
        try
        {
            string? header = http.Request.Headers["x-emulator-fault"];
            fault = string.IsNullOrWhiteSpace(header) ? service.Faults.Take(record) : FaultParser.Parse(header);
            EmulatorRequest request = new(http.Request, record, fault, ended.Token);

            if (fault is { Reset: true })
            {
                ResetConnection(http);
                exchange.Abort();
                return;
            }

            response = fault is { IsErrorAnswer: true }
                ? service.ErrorFor(fault, request)
                : await service.AnswerAsync(request);
            response = FaultApplication.Apply(fault, response, service, request);
        }
        catch (FormatException wrong)
        {
            // A mistyped fault must not pass for a healthy answer.
            response = EmulatorResponse.Text(500, wrong.Message, "text/plain");
            fault = null;
        }

        if (fault is { Delay: { } delay })
        {
            await Task.Delay(delay, options.TimeProvider, ended.Token);
        }

        await _writer.WriteAsync(http, response, fault, exchange, ended.Token);
    }

    private static void ResetConnection(HttpContext http)
    {
        Socket? socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }
}
