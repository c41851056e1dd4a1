using System.Reflection;

namespace Router.CodeMode.Workers.Tests;

internal static class WorkerdPath
{
    /// <summary>The one that the build fetched.</summary>
    public static string Value { get; } = typeof(WorkerdPath).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "WorkerdPath").Value!;
}
