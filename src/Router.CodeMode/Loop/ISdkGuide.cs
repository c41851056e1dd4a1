namespace Router.CodeMode.Loop;

/// <summary>Tells a model which functions exist. Thread-safe.</summary>
public interface ISdkGuide
{
    /// <summary>The part of the SDK that a task needs.</summary>
    /// <param name="task">What is to be done, in the model's words.</param>
    /// <param name="tokenBudget">The most tokens that the slice may take.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<SdkSlice> SliceAsync(string task, int tokenBudget, CancellationToken cancellationToken);

    /// <summary>The declaration of one function, by the name that programs use. Null: there is none.</summary>
    string? Describe(string name);

    /// <summary>The name of the function that the author of <paramref name="name"/> may have meant. Null: no idea.</summary>
    string? Suggest(string name);
}
