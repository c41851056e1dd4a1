namespace Router.CodeMode.Tests.Npm;

/// <summary>A fact that needs packages of npm; skipped, with the reason, where they cannot be had.</summary>
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = NpmFolder.Missing;
}
