using System.Text.Json.Nodes;
using Router.Adapters;
using Router.Resilience;
using Router.Routing;

namespace Router.Recording;

/// <summary>
/// Writes down a failure and makes it again. Router's own exceptions keep what decides about them; of any other only the type is
/// kept. What the provider itself said never is.
/// </summary>
internal static class RecordedError
{
    private const string Type = "type";
    private const string Message = "message";
    private const string Class = "class";
    private const string Status = "status";
    private const string Code = "code";
    private const string InDoubt = "inDoubt";
    private const string Route = "route";
    private const string Committed = "committed";

    internal static JsonObject Write(Exception exception, Redaction redaction) => exception switch
    {
        ProviderException provider => new JsonObject
        {
            [Type] = typeof(ProviderException).FullName,
            [Message] = redaction.Text(provider.Message),
            [Class] = provider.Class?.ToString(),
            [Status] = provider.StatusCode,
            [Code] = provider.Code,
            [InDoubt] = provider.InDoubt,
        },
        RouteException route => new JsonObject
        {
            [Type] = typeof(RouteException).FullName,
            [Message] = redaction.Text(route.Message),
            [Class] = route.Class.ToString(),
            [Route] = route.Route,
            [Committed] = route.Committed,
        },
        _ => new JsonObject { [Type] = exception.GetType().FullName },
    };

    /// <exception cref="InvalidDataException">It is no failure that was written down.</exception>
    internal static Exception Read(JsonObject error)
    {
        string type = JsonTree.Text(error[Type]) ?? throw new InvalidDataException($"'error' has no '{Type}'.");
        if (type != typeof(ProviderException).FullName && type != typeof(RouteException).FullName)
        {
            return new RecordedFailureException($"The recorded request failed with {type}.") { OriginalType = type };
        }

        string message = JsonTree.Text(error[Message]) ?? throw new InvalidDataException($"'error' has no '{Message}'.");
        return type == typeof(ProviderException).FullName
            ? new ProviderException(message)
            {
                Class = ClassOf(error),
                StatusCode = Value<int>(error, Status),
                Code = JsonTree.Text(error[Code]),
                InDoubt = Value<bool>(error, InDoubt) ?? false,
            }
            : new RouteException(message)
            {
                Class = ClassOf(error) ?? throw new InvalidDataException($"'error' has no '{Class}'."),
                Route = JsonTree.Text(error[Route]) ?? "",
                Committed = Value<bool>(error, Committed) ?? false,
            };
    }

    private static FailureClass? ClassOf(JsonObject error) =>
        error[Class] is not { } node ? null
        : Enum.TryParse(JsonTree.Text(node), out FailureClass value) && Enum.IsDefined(value) ? value
        : throw new InvalidDataException($"'error.{Class}' is no failure class: write one of {string.Join(", ", Enum.GetNames<FailureClass>())}.");

    private static T? Value<T>(JsonObject error, string name)
        where T : struct =>
        error[name] is not { } node ? null
        : node is JsonValue value && value.TryGetValue(out T read) ? read
        : throw new InvalidDataException($"'error.{name}' is no {typeof(T).Name}.");
}
