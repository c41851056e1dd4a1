using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>The two tools of one request.</summary>
internal sealed class CodeTools(CodeSession session)
{
    internal CodeSession Session { get; } = session;

    internal GenerateCodeFunction Generate { get; } = new(session);

    internal ExecuteCodeFunction Execute { get; } = new(session);
}
