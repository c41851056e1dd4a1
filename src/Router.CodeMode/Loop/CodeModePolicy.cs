namespace Router.CodeMode.Loop;

/// <summary>Whether a request is served by Code Mode.</summary>
public enum CodeModePolicy
{
    /// <summary>Never: all tools are direct.</summary>
    Off,

    /// <summary>Only where the request asks for it: <see cref="CodeModeOptions.RequestProperty"/> is true.</summary>
    OptIn,

    /// <summary>Where the definitions of the tools would cost more than Code Mode saves; the request can decide otherwise.</summary>
    Auto,

    /// <summary>Always, whatever the request says.</summary>
    Enforced,
}
