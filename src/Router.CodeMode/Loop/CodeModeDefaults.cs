namespace Router.CodeMode.Loop;

internal static class CodeModeDefaults
{
    internal const int Iterations = 40;
    internal const int ConsecutiveErrors = 3;
    internal const int ConsecutiveFailedPrograms = 5;
    internal const int DirectTokens = 3_000;
    internal const int DirectFunctions = 40;
    internal const int SliceTokens = 1_500;
    internal const int ResultTokens = 6_000;
}
