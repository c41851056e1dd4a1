using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Router.Stores.Contract;

/// <summary>Turns a requirement that is not met into a skipped test.</summary>
internal static class Requirements
{
    internal static IXunitTestCase? Skipped(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method)
    {
        string? missing = method.TestClass.Class.ToRuntimeType()?.GetCustomAttribute<RequirementAttribute>()?.Missing;
        return missing is null ? null : new XunitSkippedDataRowTestCase(
            sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, missing);
    }
}
