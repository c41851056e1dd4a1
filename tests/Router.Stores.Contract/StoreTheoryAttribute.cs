using Xunit.Sdk;

namespace Router.Stores.Contract;

/// <summary>A theory that heeds the <see cref="RequirementAttribute"/> of the class it is run in.</summary>
[XunitTestCaseDiscoverer("Router.Stores.Contract.StoreTheoryDiscoverer", "Router.Stores.Contract")]
public sealed class StoreTheoryAttribute : TheoryAttribute;
