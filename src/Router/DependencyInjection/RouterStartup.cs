namespace Router.DependencyInjection;

/// <summary>Holds nothing: its validation is what makes the router when a host starts.</summary>
internal sealed class RouterStartup;
