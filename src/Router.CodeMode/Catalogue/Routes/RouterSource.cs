using System.Text.Json;
using Router.CodeMode.Execution;
using Router.Configuration;
using Router.Routing;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>
/// A router under the names that its providers' own SDKs have: <c>env.AI.run</c>, <c>replicate.run</c>, <c>openai.chat.completions.create</c>,
/// <c>openai.images.generate</c>, and <c>route</c> for any route by name. The model that a program names is served by the route that serves it, whichever
/// SDK's name was used, with that route's fallback, limits, budgets and pins. Routes are looked up with each call, so that a changed configuration counts
/// at once. Thread-safe.
/// </summary>
public sealed class RouterSource : ICatalogueSource
{
    private const int ShownModels = 20;
    private readonly RouterSourceOptions _options;
    private readonly RouteCaller _caller;

    /// <summary>Makes a source.</summary>
    /// <param name="router">The router, which stays its owner's.</param>
    /// <param name="options">Which routes serve which models, and for whom. Default: as the routes' targets say, for the run's session.</param>
    public RouterSource(ModelRouter router, RouterSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(router);
        _options = options ?? new RouterSourceOptions();
        _caller = new RouteCaller(router, _options);
    }

    /// <inheritdoc />
    public string Name => "the router";

    /// <inheritdoc />
    public string? Root => null;

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<CatalogueFunction>> LoadAsync(CancellationToken cancellationToken)
    {
        string[] models = [.. _caller.Routes.Models];
        string list = string.Join(", ", models.Take(ShownModels)) + (models.Length > ShownModels ? ", …" : "");
        return new(
        [
            Function("env.AI.run", "Runs a model as Workers AI does: chat, captions of images, images.", RouterSchemas.WorkersAI, RouterSchemas.WorkersAIResult, WorkersAIAsync, list),
            Function("replicate.run", "Runs a model as Replicate does; the result is in output.", RouterSchemas.Replicate, RouterSchemas.ReplicateResult, ReplicateAsync, list),
            Function("openai.chat.completions.create", "Answers a conversation, as OpenAI does.", RouterSchemas.ChatCompletion, RouterSchemas.ChatCompletionResult, ChatCompletionAsync, list, takesOneObject: true),
            Function("openai.images.generate", "Makes images, as OpenAI does.", RouterSchemas.Images, RouterSchemas.ImagesResult, ImagesAsync, list, takesOneObject: true),
            Function("route", "Asks a route of the router by its name.", RouterSchemas.Route, RouterSchemas.RouteResult, RouteAsync, string.Join(", ", _caller.Routes.Names)),
        ]);
    }

    private CatalogueFunction Function(
        string name,
        string summary,
        IReadOnlyList<CatalogueParameter> parameters,
        JsonElement result,
        Func<CatalogueCall, CancellationToken, ValueTask<JsonElement>> invoke,
        string choices,
        bool takesOneObject = false) => new()
        {
            Name = name,
            RawName = name,
            Source = Name,
            Summary = summary,
            Description = choices.Length == 0 ? "" : $"{(name == "route" ? "Routes" : "Models")}: {choices}.",
            Parameters = parameters,
            TakesOneObject = takesOneObject,
            TakesFurtherMembers = takesOneObject,
            ResultSchema = result,
            Tags = ["ai", "model"],
            RequiresApproval = _options.RequiresApproval,
            Invoke = async (call, cancellationToken) => CodeCallResult.Success(await invoke(call, cancellationToken).ConfigureAwait(false)),
        };

    private async ValueTask<JsonElement> WorkersAIAsync(CatalogueCall call, CancellationToken cancellationToken)
    {
        RouteInfo route = _caller.Routes.For(call.Arguments["model"].GetString()!, task: null);
        return AnswerWriter.WorkersAI(await AskAsync(route, Members(call.Arguments["inputs"]), call, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<JsonElement> ReplicateAsync(CatalogueCall call, CancellationToken cancellationToken)
    {
        RouteInfo route = _caller.Routes.For(call.Arguments["model"].GetString()!, task: null);
        return AnswerWriter.Replicate(await AskAsync(route, Members(call.Arguments["options"].GetProperty("input")), call, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<JsonElement> ChatCompletionAsync(CatalogueCall call, CancellationToken cancellationToken)
    {
        RouteInfo route = _caller.Routes.For(call.Arguments["model"].GetString()!, RouteTask.Chat);
        return AnswerWriter.ChatCompletion(await AskAsync(route, Except(call.Arguments, "model"), call, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<JsonElement> ImagesAsync(CatalogueCall call, CancellationToken cancellationToken)
    {
        RouteInfo route = _caller.Routes.For(call.Arguments["model"].GetString()!, RouteTask.Image);
        return AnswerWriter.Images(await AskAsync(route, Except(call.Arguments, "model"), call, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<JsonElement> RouteAsync(CatalogueCall call, CancellationToken cancellationToken)
    {
        RouteInfo route = _caller.Routes.Named(call.Arguments["name"].GetString()!);
        JsonElement input = call.Arguments["input"];
        IEnumerable<KeyValuePair<string, JsonElement>> members = input.ValueKind == JsonValueKind.String ? [KeyValuePair.Create("prompt", input)] : Members(input);
        return AnswerWriter.Route(await AskAsync(route, members, call, cancellationToken).ConfigureAwait(false));
    }

    private ValueTask<RouteAnswer> AskAsync(RouteInfo route, IEnumerable<KeyValuePair<string, JsonElement>> input, CatalogueCall call, CancellationToken cancellationToken) =>
        _caller.AskAsync(route, input, call.Call, cancellationToken);

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement input) =>
        input.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value));

    private static IEnumerable<KeyValuePair<string, JsonElement>> Except(IReadOnlyDictionary<string, JsonElement> arguments, string name) =>
        arguments.Where(argument => argument.Key != name);
}
