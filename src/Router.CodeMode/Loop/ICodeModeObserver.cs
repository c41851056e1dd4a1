namespace Router.CodeMode.Loop;

/// <summary>Is told of every call that was made, by a program or by the model itself. Thread-safe, quick, and does not throw.</summary>
public interface ICodeModeObserver
{
    /// <summary>A call has ended.</summary>
    void OnCall(CodeModeCallPoint point);
}
