using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.Adapters;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>Neither an error nor the log repeats what a request, an answer or a provider said.</summary>
public sealed class SecrecyTests
{
    private const string Canary = "canary-3141";

    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold, RouteMode.Images];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task No_error_and_no_log_holds_the_prompt_or_the_providers_words(RouteMode mode)
    {
        ProviderException Error(FailureClass failureClass) => new("failed with 500") { Class = failureClass, StatusCode = 500, Detail = Canary, Code = "code-7" };
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", ScriptedTurn.Fail(Error(FailureClass.Transient))),
            new TargetPlan("b", ScriptedTurn.Fail(Error(FailureClass.Credential))),
            new TargetPlan("c", ScriptedTurn.Fail(Error(FailureClass.RateLimited)))), mode);

        RouteException failed = (await fixture.RunAsync(Canary, new ChatOptions { Instructions = Canary })).Failed;

        failed.ToString().Should().NotContain(Canary);
        failed.Message.Should().Contain("a: Transient 500 (code-7)").And.Contain("b: Credential");
        failed.Attempts.Should().OnlyContain(attempt => !attempt.ToString().Contains(Canary));
        fixture.Log.Entries.Should().NotBeEmpty().And.OnlyContain(entry => !entry.Message.Contains(Canary));
    }

    [Theory]
    [InlineData("insufficient_quota", true)]
    [InlineData("3040", true)]
    [InlineData("E1001", true)]
    [InlineData("the text canary-3141 is too long", false)]
    [InlineData("canary-3141\n", false)]
    [InlineData("", false)]
    public async Task A_code_is_repeated_only_where_it_is_one_short_word(string code, bool kept)
    {
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", ScriptedTurn.Fail(new ProviderException("x") { Class = FailureClass.CallerFault, Code = code }))));
        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Attempts.Single().Code.Should().Be(kept ? code : null);
        failed.ToString().Should().NotContain(Canary);
        fixture.Log.Entries.Should().OnlyContain(entry => !entry.Message.Contains(Canary));
    }

    [Fact]
    public async Task Nor_does_an_error_after_the_commit()
    {
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", ScriptedTurn.Cut(Canary, new ProviderException("cut") { Detail = Canary }))), RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync(Canary);
        outcome.Text.Should().Be(Canary);
        outcome.Failed.ToString().Should().NotContain(Canary);
        fixture.Log.Entries.Should().OnlyContain(entry => !entry.Message.Contains(Canary));
    }

    [Fact]
    public async Task What_a_foreign_client_throws_is_kept_as_inner_and_out_of_our_words()
    {
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", ScriptedTurn.Fail(new InvalidOperationException(Canary)))));
        RouteException failed = (await fixture.RunAsync()).Failed;
        failed.Message.Should().NotContain(Canary);
        failed.InnerException!.Message.Should().Be(Canary, "its text is its own");
        fixture.Log.Entries.Should().OnlyContain(entry => !entry.Message.Contains(Canary), "the log never takes the exception");
    }

    [Theory]
    [InlineData(1001, "AttemptFailed", LogLevel.Warning)]
    [InlineData(1002, "FellBack", LogLevel.Information)]
    [InlineData(1003, "TargetSkipped", LogLevel.Debug)]
    [InlineData(1004, "Retrying", LogLevel.Debug)]
    [InlineData(1005, "Waiting", LogLevel.Debug)]
    [InlineData(1006, "RouteFailed", LogLevel.Error)]
    [InlineData(1007, "CredentialRefused", LogLevel.Error)]
    [InlineData(1008, "TargetShut", LogLevel.Warning)]
    [InlineData(1009, "CloseFailed", LogLevel.Debug)]
    [InlineData(1010, "ClassifierFailed", LogLevel.Error)]
    [InlineData(1011, "Hedged", LogLevel.Debug)]
    [InlineData(1012, "LoserFailed", LogLevel.Debug)]
    public void Event_ids_are_stable(int id, string name, LogLevel level)
    {
        LoggerMessageAttribute message = Messages().Single(candidate => candidate.EventId == id);
        typeof(RouteLog).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .GetCustomAttribute<LoggerMessageAttribute>()!.EventId.Should().Be(id);
        message.Level.Should().Be(level);
    }

    [Fact]
    public void The_table_above_names_every_event() => Messages().Should().HaveCount(12);

    [Theory]
    [InlineData("a stated wait that is kept", "1001 1008 1005")]
    [InlineData("a retry", "1001 1004")]
    [InlineData("a fallback", "1001 1002")]
    [InlineData("a refused credential", "1007 1008 1006")]
    public async Task Each_decision_is_logged_once(string what, string ids)
    {
        TargetPlan[] targets = what switch
        {
            "a stated wait that is kept" => [new TargetPlan("a", Failures.Of(FailureClass.RateLimited, retryAfter: 5), ScriptedTurn.Text("a"))],
            "a retry" => [new TargetPlan("a", Failures.Of(FailureClass.Transient), ScriptedTurn.Text("a"))],
            "a fallback" => [ClassPlans.Fails("a", FailureClass.Malformed), ClassPlans.Ok("b")],
            _ => [ClassPlans.Fails("a", FailureClass.Credential)],
        };
        RouteFixture fixture = new(new RoutePlan("", targets));
        await fixture.RunAsync();
        string.Join(' ', fixture.Log.Entries.Select(entry => entry.Id.Id)).Should().Be(ids);
    }

    private static IEnumerable<LoggerMessageAttribute> Messages() => typeof(RouteLog)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>();
}
