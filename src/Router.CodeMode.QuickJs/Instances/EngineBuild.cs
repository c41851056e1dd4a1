using System.Security.Cryptography;
using System.Text;
using Router.CodeMode.Prelude;
using Router.CodeMode.QuickJs.Generated;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>Names this build: the translated module, the prelude, and how both are run.</summary>
internal static class EngineBuild
{
    // Raised whenever what an instance's state means changes for another reason.
    private const int StateVersion = 1;

    public static string Id { get; } =
        $"quickjs-{StateVersion}-{QuickJsModule.BuildId}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PreludeSource.Text)).AsSpan(0, 8))}";
}
