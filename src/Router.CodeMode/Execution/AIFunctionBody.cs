using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Execution;

/// <summary>Calls an <see cref="AIFunction"/> as a program means it. Thread-safe.</summary>
internal sealed class AIFunctionBody(AIFunction function, string name, IServiceProvider? services)
{
    private readonly ArgumentBinder _binder = new(name, function.JsonSchema);

    internal async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        AIFunctionArguments arguments = new() { Services = services };
        foreach ((string parameter, JsonElement value) in _binder.Bind(codeCall.Arguments))
        {
            arguments[parameter] = value;
        }

        object? result = await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
        return CodeCallResult.Success(ToJson(result));
    }

    private JsonElement? ToJson(object? result) => result switch
    {
        null => null,
        JsonElement element => element,
        _ when BytesJson.TryWrite(result) is { } bytes => bytes,
        TextContent text => JsonSerializer.SerializeToElement(text.Text, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string))),
        IEnumerable<AIContent> contents => BytesJson.Array(contents.Select(content => ToJson(content))),
        AIContent content => JsonSerializer.SerializeToElement(content, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(AIContent))),
        _ => JsonSerializer.SerializeToElement(result, TypeInfo(result.GetType())),
    };

    private JsonTypeInfo TypeInfo(Type type) =>
        function.JsonSerializerOptions.TryGetTypeInfo(type, out JsonTypeInfo? info) ? info : AIJsonUtilities.DefaultOptions.GetTypeInfo(type);
}
