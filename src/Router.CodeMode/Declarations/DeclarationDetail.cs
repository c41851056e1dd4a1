namespace Router.CodeMode.Declarations;

/// <summary>How much a declaration tells.</summary>
public enum DeclarationDetail
{
    /// <summary>The name, and the parameters that a call must have.</summary>
    Minimal,

    /// <summary>All parameters and the summary; of the result the first level.</summary>
    Brief,

    /// <summary>What the parameters mean too, in a sentence each; of the result two levels.</summary>
    Standard,

    /// <summary>Descriptions, formats and limits; of the result four levels.</summary>
    Full,
}
