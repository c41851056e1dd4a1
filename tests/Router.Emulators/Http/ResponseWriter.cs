using Microsoft.AspNetCore.Http;
using Router.Emulators.Faults;

namespace Router.Emulators.Http;

internal sealed class ResponseWriter(TimeProvider time)
{
    public async Task WriteAsync(
        HttpContext http,
        EmulatorResponse response,
        Fault? fault,
        Exchange exchange,
        CancellationToken cancellationToken)
    {
        int total = response.Frames.Sum(frame => frame.Bytes.Length);
        if (fault?.CutAt is { } cut)
        {
            await WriteCutAsync(http, response, fault, Math.Min(cut, total), exchange, cancellationToken);
            return;
        }

        HttpResponse target = http.Response;
        target.StatusCode = response.Status;
        target.ContentType = response.ContentType;
        foreach ((string name, string value) in response.Headers)
        {
            target.Headers.Append(name, value);
        }

        if (!response.IsStream && fault?.EndAt is null)
        {
            target.ContentLength = total;
        }

        await target.StartAsync(cancellationToken);
        foreach (ReadOnlyMemory<byte> piece in Pieces(response, Math.Min(fault?.EndAt ?? total, total), StallAt(fault, response)))
        {
            await WaitAsync(response, fault, exchange, cancellationToken);
            await target.Body.WriteAsync(piece, cancellationToken);
            await target.Body.FlushAsync(cancellationToken);
            exchange.BytesSent += piece.Length;
        }

        await WaitAsync(response, fault, exchange, cancellationToken);
        await target.CompleteAsync();
    }

    private async Task WriteCutAsync(
        HttpContext http,
        EmulatorResponse response,
        Fault fault,
        int stop,
        Exchange exchange,
        CancellationToken cancellationToken)
    {
        CutResponse target = new(http);
        await target.SendHeadAsync(response, cancellationToken);
        foreach (ReadOnlyMemory<byte> piece in Pieces(response, stop, StallAt(fault, response)))
        {
            await WaitAsync(response, fault, exchange, cancellationToken);
            await target.SendChunkAsync(piece, cancellationToken);
            exchange.BytesSent += piece.Length;
        }

        exchange.LostByUs();
        await target.LoseAsync(cancellationToken);
    }

    /// <summary>The frames up to the stop, divided where a stall falls into one.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(EmulatorResponse response, int stop, int? stall)
    {
        int at = 0;
        foreach (ResponseFrame frame in response.Frames)
        {
            int end = Math.Min(at + frame.Bytes.Length, stop);
            int middle = stall > at && stall < end ? stall.Value : end;
            if (middle > at)
            {
                yield return frame.Bytes.AsMemory(0, middle - at);
            }

            if (end > middle)
            {
                yield return frame.Bytes.AsMemory(middle - at, end - middle);
            }

            at = end;
            if (at >= stop)
            {
                yield break;
            }
        }
    }

    private static int? StallAt(Fault? fault, EmulatorResponse response) => FaultApplication.StallPosition(fault, response);

    private async Task WaitAsync(EmulatorResponse response, Fault? fault, Exchange exchange, CancellationToken cancellationToken)
    {
        if (StallAt(fault, response) == exchange.BytesSent && !exchange.HasStalled)
        {
            exchange.HasStalled = true;
            await Task.Delay(fault!.StallFor ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        if (fault is { Pace: { } pace } && response.IsStream && exchange.BytesSent > 0)
        {
            await Task.Delay(pace, time, cancellationToken);
        }
    }
}
