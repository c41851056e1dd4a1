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
        HttpResponse target = http.Response;
        target.StatusCode = response.Status;
        target.ContentType = response.ContentType;
        foreach ((string name, string value) in response.Headers)
        {
            target.Headers.Append(name, value);
        }

        int total = response.Frames.Sum(frame => frame.Bytes.Length);
        int? end = Earliest(fault?.CutAt, fault?.EndAt);
        if (!response.IsStream && end is null)
        {
            target.ContentLength = total;
        }

        int stop = Math.Min(end ?? total, total);
        int? stall = FaultApplication.StallPosition(fault, response) is { } position && position <= total ? position : null;
        await target.StartAsync(cancellationToken);
        foreach (ResponseFrame frame in response.Frames)
        {
            int start = (int)exchange.BytesSent;
            int length = Math.Min(frame.Bytes.Length, stop - start);
            if (stall is { } at && at <= start + length)
            {
                await SendAsync(target, frame.Bytes.AsMemory(0, at - start), exchange, cancellationToken);
                await StallAsync(fault!.StallFor, cancellationToken);
                stall = null;
                await SendAsync(target, frame.Bytes.AsMemory(at - start, start + length - at), exchange, cancellationToken);
            }
            else
            {
                await SendAsync(target, frame.Bytes.AsMemory(0, length), exchange, cancellationToken);
            }

            if (exchange.BytesSent >= stop)
            {
                break;
            }

            if (fault is { Pace: { } pace } && response.IsStream)
            {
                await Task.Delay(pace, time, cancellationToken);
            }
        }

        if (fault is { CutAt: not null })
        {
            exchange.Abort();
        }
        else
        {
            await target.CompleteAsync();
        }
    }

    private static int? Earliest(int? first, int? second) =>
        first is { } a && second is { } b ? Math.Min(a, b) : first ?? second;

    private static async Task SendAsync(
        HttpResponse target,
        ReadOnlyMemory<byte> bytes,
        Exchange exchange,
        CancellationToken cancellationToken)
    {
        if (bytes.Length > 0)
        {
            await target.Body.WriteAsync(bytes, cancellationToken);
            exchange.BytesSent += bytes.Length;
        }

        await target.Body.FlushAsync(cancellationToken);
    }

    private Task StallAsync(TimeSpan? duration, CancellationToken cancellationToken) =>
        Task.Delay(duration ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
}
