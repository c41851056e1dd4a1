namespace Router.CodeMode.QuickJs.Machines;

/// <summary>What may be used while a template is made. Copies have limits of their own, which may be lower as long as the template fits.</summary>
internal static class MachineTemplateLimits
{
    public const long PreludeBytes = 4 * 1024 * 1024;

    public const long LibraryBytes = 64 * 1024 * 1024;
}
