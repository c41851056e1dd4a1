namespace Router.Tests.Telemetry;

/// <summary>Listeners hear every test of the process, so these run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListenersAlone
{
    internal const string Name = "telemetry";
}
