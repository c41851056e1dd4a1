using Xunit.Abstractions;
using Xunit.Sdk;

namespace Router.Stores.Contract;

/// <summary>Found by xunit.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Requirements.Skipped(DiagnosticMessageSink, discoveryOptions, testMethod)
        ?? base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
