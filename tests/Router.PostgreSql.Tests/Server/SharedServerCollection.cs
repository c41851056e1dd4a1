namespace Router.PostgreSql.Tests.Server;

/// <summary>Tests that run on the one server.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // It is one.
public sealed class SharedServerCollection : ICollectionFixture<SharedServer>
#pragma warning restore CA1711
{
    internal const string Name = "shared server";
}
