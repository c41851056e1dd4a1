using Router.Configuration.Sources;
using Router.Configuration.Tree;
using Router.Pricing;

namespace Router.Configuration.Validation;

/// <summary>Each price is of somebody known, says something, and stands once.</summary>
internal sealed class PricesRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        Dictionary<(string Provider, string Model), string> first = [];
        for (int index = 0; index < config.Prices.Count; index++)
        {
            string path = ConfigPath.Item("prices", index);
            if (!issues.Failed(path))
            {
                CheckProvider(path, config.Prices[index].Provider, config, context, issues);
                CheckOnce(path, config.Prices[index], first, issues);
                CheckContent(path, config.Prices[index], issues);
            }
        }
    }

    private static void CheckProvider(
        string path, string provider, RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        string place = ConfigPath.Property(path, "provider");
        List<string> known = [.. ConfigNames.Providers(config, context).Union(context.ProviderTypeNames, StringComparer.OrdinalIgnoreCase)];
        if (!issues.Failed(place) && !issues.Failed("providers") && !known.Contains(provider, StringComparer.OrdinalIgnoreCase))
        {
            issues.UnknownName(place, $"no provider, and no provider type, is named '{Shown.Name(provider)}'.", provider, known);
        }
    }

    private static void CheckOnce(
        string path, PriceConfig price, Dictionary<(string Provider, string Model), string> first, ConfigIssues issues)
    {
        bool unread = issues.Failed(ConfigPath.Property(path, "provider")) || issues.Failed(ConfigPath.Property(path, "model"));
        (string Provider, string Model) key = (price.Provider.ToUpperInvariant(), price.Model.ToUpperInvariant());
        if (!unread && !first.TryAdd(key, path))
        {
            issues.Error(path, $"{first[key]} is the price of '{Shown.Name(price.Model)}' at '{Shown.Name(price.Provider)}' already.");
        }
    }

    private static void CheckContent(string path, PriceConfig price, ConfigIssues issues)
    {
        decimal?[] amounts =
        [
            price.Input, price.CachedInput, price.Output, price.Reasoning, price.Image, price.Second, price.Neuron, price.Request,
        ];
        if (!issues.FailedUnder(path) && amounts.All(amount => amount is null))
        {
            issues.Error(
                path,
                "this row holds no price; it needs at least one of 'input', 'cachedInput', 'output', 'reasoning', 'image', 'second', "
                    + "'neuron' and 'request'.");
        }
    }
}
