using Xunit.Sdk;

namespace Router.Stores.Contract;

/// <summary>A fact that heeds the <see cref="RequirementAttribute"/> of the class it is run in.</summary>
[XunitTestCaseDiscoverer("Router.Stores.Contract.StoreFactDiscoverer", "Router.Stores.Contract")]
public sealed class StoreFactAttribute : FactAttribute;
