namespace Router.CodeMode.Execution;

/// <summary>What is wrong with a text that should be JSON within limits.</summary>
internal enum JsonFault
{
    None,
    TooLong,
    TooDeep,
    Malformed,
}
