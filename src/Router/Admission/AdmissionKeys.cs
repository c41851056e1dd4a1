using System.Security.Cryptography;
using System.Text;

namespace Router.Admission;

/// <summary>The names of counters and switches. Parts are escaped, so that no caller's name can reach another's counter.</summary>
internal static class AdmissionKeys
{
    internal const string SwitchAll = "switch/all";

    private const int LongestPart = 200;

    internal static string Word(LimitScope scope) => scope switch
    {
        LimitScope.All => "all",
        LimitScope.Provider => "provider",
        LimitScope.Target => "target",
        LimitScope.Route => "route",
        LimitScope.Tenant => "tenant",
        LimitScope.Session => "session",
        _ => "agent",
    };

    internal static string Switch(LimitScope scope, string? name) =>
        scope == LimitScope.All ? SwitchAll : $"switch/{Word(scope)}/{Part(scope, name!)}";

    internal static string Limits(LimitScope scope, string name) => $"{Word(scope)}/{Part(scope, name)}";

    internal static string Budget(BudgetConfig budget, string? name, string what)
    {
        string window = budget.Window switch
        {
            BudgetWindow.Day => "day",
            BudgetWindow.Month => "month",
            BudgetWindow.Rolling => FormattableString.Invariant($"rolling-{(budget.Period ?? default).TotalSeconds}"),
            _ => "total",
        };
        return $"budget/{Escape(budget.Name)}/{Word(budget.Scope)}/{(name is null ? "*" : Part(budget.Scope, name))}/{window}/{what}";
    }

    // Names of the configuration are one name however they are spelt; a caller's are what they are.
    private static string Part(LimitScope scope, string name) =>
        scope == LimitScope.Target
            ? string.Join('/', name.ToLowerInvariant().Split('/', 2).Select(Escape))
            : Escape(scope is LimitScope.Provider or LimitScope.Route ? name.ToLowerInvariant() : name);

    private static string Escape(string part)
    {
        string escaped = part.Contains('/') || part.Contains('%')
            ? part.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
            : part;
        return escaped.Length <= LongestPart ? escaped : "%23" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
    }
}
