using System.Globalization;
using Microsoft.Extensions.AI;
using Router;
using Router.Admission;
using Router.Context;
using Router.Providers;
using Router.Routing;

namespace Budgets;

/// <summary>Limits, money, caps and the kill switch, one after the other. Every step says whether it went as it should.</summary>
internal sealed class Tour(string configuration)
{
    private bool _good = true;

    internal async Task<bool> RunAsync()
    {
        ModelRouterOptions options = new();
        foreach (Router.Adapters.IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        await using ModelRouter router = ModelRouter.FromFile(configuration, options);
        router.Admission.BudgetEvents += told => Say($"  ! budget '{told.Budget}' of {told.Value}: {told.Kind}");
        await LimitAsync(router);
        await SoftAndHardAsync(router);
        await AgentAsync(router);
        await KillSwitchAsync(router);
        Say(_good ? "\nAll went as it should." : "\nNot everything went as it should.");
        return _good;
    }

    private async Task LimitAsync(ModelRouter router)
    {
        Say("1. Cloudflare takes 3 requests at once; the fourth and fifth go to the next target, and nobody waits.");
        List<string> providers = [];
        for (int request = 0; request < 5; request++)
        {
            RouteReport report = await AskAsync(router, "assistant", new RouteContext());
            providers.Add(report.Provider);
        }

        Check(providers is ["cloudflare", "cloudflare", "cloudflare", "openai", "openai"]);
    }

    private async Task SoftAndHardAsync(ModelRouter router)
    {
        Say("\n2. A tenant has one cent a day: past half of it the cheaper route answers, at the end nothing does.");
        RouteContext acme = new() { Tenant = "acme" };
        decimal billed = 0;
        bool redirected = false;
        AdmissionRefusal? stopped = null;
        for (int request = 0; request < 2000 && stopped is null; request++)
        {
            try
            {
                RouteReport report = await AskAsync(router, "writer", acme, show: request < 2 || (!redirected && request > 0));
                billed += report.Cost ?? 0;
                redirected |= report is { Route: "thrifty", RedirectedFrom: "writer" };
            }
            catch (RouteException failed) when (failed.InnerException is AdmissionException refused)
            {
                stopped = refused.Refusal;
            }
        }

        BudgetStanding standing = (await router.Admission.ReadBudgetsAsync(new AdmissionScopes { Tenant = "acme" }, default))
            .Single(budget => budget.Budget == "tenant-day");
        Say(FormattableString.Invariant($"  stopped by '{stopped?.Limit}': {stopped?.Detail}"));
        Say(FormattableString.Invariant($"  billed {billed:0.000000} USD, booked {standing.Spent:0.000000}, held {standing.Held:0.000000}, limit {standing.Limit:0.000000}"));
        Check(redirected && stopped is { Kind: AdmissionRefusalKind.Budget }
            && standing.Held == 0 && standing.Spent <= standing.Limit && billed - standing.Spent is >= 0 and < 0.000001m);
        RouteReport other = await AskAsync(router, "writer", new RouteContext { Tenant = "globex" });
        Check(other.RedirectedFrom is null);
    }

    private async Task AgentAsync(ModelRouter router)
    {
        Say("\n3. An agent may make three calls.");
        int calls = 0;
        AdmissionRefusal? stopped = null;
        while (stopped is null)
        {
            try
            {
                await AskAsync(router, "thrifty", new RouteContext { Agent = "night-owl" });
                calls++;
            }
            catch (RouteException failed) when (failed.InnerException is AdmissionException refused)
            {
                stopped = refused.Refusal;
            }
        }

        Say($"  stopped after {calls} calls: {stopped.Detail}");
        Check(calls == 3 && stopped.Kind == AdmissionRefusalKind.Cap);
    }

    private async Task KillSwitchAsync(ModelRouter router)
    {
        Say("\n4. The kill switch.");
        await router.Admission.StopAsync(LimitScope.Tenant, "initech", "its agent loops", default);
        bool stopped = false;
        try
        {
            await AskAsync(router, "thrifty", new RouteContext { Tenant = "initech" });
        }
        catch (RouteException failed) when (failed.InnerException is AdmissionException refused)
        {
            Say($"  refused: {refused.Refusal.Detail}");
            stopped = refused.Refusal.Kind == AdmissionRefusalKind.Stopped;
        }

        await AskAsync(router, "thrifty", new RouteContext { Tenant = "globex" });
        await router.Admission.ResumeAsync(LimitScope.Tenant, "initech", default);
        await AskAsync(router, "thrifty", new RouteContext { Tenant = "initech" });
        Check(stopped);
    }

    private static async Task<RouteReport> AskAsync(ModelRouter router, string route, RouteContext context, bool show = true)
    {
        ChatOptions options = new ChatOptions().WithRouteContext(context);
        ChatResponse response = await router.GetChatClient(route).GetResponseAsync("Name a colour.", options);
        RouteReport report = response.GetRouteReport()!;
        if (show)
        {
            string redirected = report.RedirectedFrom is { } from ? $" (asked for {from})" : "";
            string skipped = report.Skipped.Count == 0 ? "" : $"; skipped {report.Skipped[0].Target}: {report.Skipped[0].Detail}";
            string cost = report.Cost?.ToString("0.00000000", CultureInfo.InvariantCulture) ?? "unknown";
            Say($"  {report.Route}{redirected}: {report.Target}, {cost} USD{skipped}");
        }

        return report;
    }

    private static void Say(string line) => Console.WriteLine(line);

    private void Check(bool good)
    {
        Say(good ? "  as it should be" : "  NOT as it should be");
        _good &= good;
    }
}
