namespace Router.CodeMode.QuickJs.Instances;

/// <summary>Why a program was halted.</summary>
internal enum HaltCause
{
    None,
    Cancelled,
    Disposed,
    Expired,
}
