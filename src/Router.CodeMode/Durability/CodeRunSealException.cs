namespace Router.CodeMode.Durability;

/// <summary>What is wrong with a sealed piece; whoever opens it adds which.</summary>
internal sealed class CodeRunSealException(string message) : Exception(message);
