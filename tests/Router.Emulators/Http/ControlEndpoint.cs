using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Router.Emulators.Faults;
using Router.Emulators.Json;
using Router.Emulators.Requests;

namespace Router.Emulators.Http;

/// <summary>
/// <c>POST /_emulator/faults</c> (body: the compact form, with <c>times</c> and <c>path</c> besides),
/// <c>DELETE /_emulator/faults</c>, <c>GET</c> and <c>DELETE /_emulator/requests</c>.
/// </summary>
internal sealed class ControlEndpoint(ServiceEmulator service)
{
    public async Task InvokeAsync(HttpContext http, PathString rest)
    {
        (int status, string text) = (http.Request.Method, rest.Value) switch
        {
            ("POST", "/faults") => await AddFaultAsync(http.Request),
            ("DELETE", "/faults") => Do(service.Faults.Clear),
            ("GET", "/requests") => (200, JsonText.Of(Requests())),
            ("DELETE", "/requests") => Do(service.Requests.Clear),
            _ => (404, "POST or DELETE /_emulator/faults, GET or DELETE /_emulator/requests"),
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = status == 200 ? "application/json" : "text/plain";
        if (status != 204)
        {
            await http.Response.WriteAsync(text);
        }
    }

    private static (int Status, string Text) Do(Action action)
    {
        action();
        return (204, "");
    }

    private async Task<(int Status, string Text)> AddFaultAsync(HttpRequest request)
    {
        using StreamReader reader = new(request.Body);
        try
        {
            PlannedFault planned = FaultParser.ParsePlanned(await reader.ReadToEndAsync());
            service.Faults.Add(planned);
            return (204, "");
        }
        catch (FormatException wrong)
        {
            return (400, wrong.Message);
        }
    }

    private JsonArray Requests() => [.. service.Requests.Snapshot().Select(Describe)];

    private static JsonObject Describe(RecordedRequest request) => new()
    {
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["body"] = request.BodyText,
        ["status"] = request.StatusCode,
        ["ended"] = request.HasEnded,
        ["clientAborted"] = request.ClientAborted,
    };
}
