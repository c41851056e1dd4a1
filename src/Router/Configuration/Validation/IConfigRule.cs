using Router.Configuration.Sources;

namespace Router.Configuration.Validation;

/// <summary>One rule over a whole configuration. It reports every breach, and none that only follows from an earlier error.</summary>
internal interface IConfigRule
{
    void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues);
}
