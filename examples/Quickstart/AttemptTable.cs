using System.Globalization;
using Router.Routing;
using Spectre.Console;

namespace Quickstart;

/// <summary>Every attempt of every request, as a table.</summary>
internal sealed class AttemptTable
{
    private readonly Table _table = new Table().AddColumns("route", "target", "model", "class", "ms", "tokens in", "tokens out");

    internal void Add(RouteReport report) => Add(report.Route, report.Attempts);

    internal void Add(RouteException exception) => Add(exception.Route, exception.Attempts);

    internal void Print()
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(_table.Border(TableBorder.Ascii2));
    }

    private void Add(string route, IReadOnlyList<RouteAttempt> attempts)
    {
        foreach (RouteAttempt attempt in attempts)
        {
            string outcome = attempt.Class?.ToString() ?? "answered";
            string cause = attempt.Code ?? attempt.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "";
            _table.AddRow(
                Markup.Escape(route),
                Markup.Escape(attempt.Target),
                Markup.Escape(attempt.Version is { Length: < 40 } version ? version : attempt.Model),
                Markup.Escape(cause.Length == 0 ? outcome : $"{outcome} ({cause})"),
                attempt.Duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture),
                attempt.InputTokens?.ToString(CultureInfo.InvariantCulture) ?? "-",
                attempt.OutputTokens?.ToString(CultureInfo.InvariantCulture) ?? "-");
        }
    }
}
