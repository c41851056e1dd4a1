namespace Router.CodeMode.Execution;

/// <summary>Placeholder: the one executor over every engine.</summary>
public static class CodeExecutor;
