using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>Marks a function that stays a tool of the model: programs cannot call it. Found under other wrappers too. Thread-safe.</summary>
public sealed class DirectOnlyFunction : DelegatingAIFunction
{
    /// <summary>Marks a function.</summary>
    public DirectOnlyFunction(AIFunction innerFunction)
        : base(innerFunction)
    {
    }
}
