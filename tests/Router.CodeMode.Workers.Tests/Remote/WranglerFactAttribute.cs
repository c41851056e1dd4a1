namespace Router.CodeMode.Workers.Tests.Remote;

/// <summary>A test that needs wrangler, which is larger than all else here: it runs where ROUTER_WRANGLER says where that is.</summary>
internal sealed class WranglerFactAttribute : FactAttribute
{
    public WranglerFactAttribute() =>
        Skip = Wrangler is null ? "ROUTER_WRANGLER is not set: it names the wrangler to check with (npm install wrangler)." : null;

    public static string? Wrangler => Environment.GetEnvironmentVariable("ROUTER_WRANGLER");
}
