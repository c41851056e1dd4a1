using System.Reflection;
using System.Text.Json.Nodes;
using Router.WebAssembly.Tests.Oracle;

namespace Router.WebAssembly.Tests.QuickJs;

/// <summary>2,000 programs give the same answers here as in the same WebAssembly run by node.</summary>
public class DifferentialTests
{
    private const int Programs = 2_000;
    private const int Seed = 1_128;

    [NodeFact]
    public void Programs_have_the_same_result_as_in_node()
    {
        var generator = new ProgramGenerator(Seed);
        var programs = Enumerable.Range(0, Programs).Select(_ => generator.Next()).ToArray();

        var expected = InNode(programs);
        var actual = Translated(programs);

        var different = Enumerable.Range(0, Programs).Where(i => actual[i] != expected[i])
            .Select(i => $"{programs[i]}\n  here: {actual[i]}\n  node: {expected[i]}").ToArray();
        different.Should().BeEmpty($"{different.Length} of {Programs} differ, the first: {different.FirstOrDefault()}");
        expected.Count(answer => answer.StartsWith("ok | [", StringComparison.Ordinal)).Should().BeGreaterThan(Programs / 2, "most programs are to run to their end");
        expected.Distinct().Count().Should().BeGreaterThan(Programs * 3 / 4, "programs are to differ");
    }

    private static string[] InNode(string[] programs)
    {
        var package = typeof(DifferentialTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "QuickJsPackage").Value!;
        var input = new JsonArray(programs.Select(program => (JsonNode)program).ToArray()).ToJsonString();
        return JsonNode.Parse(Node.Run("quickjs.cjs", input, package))!.AsArray().Select(answer => (string)answer!).ToArray();
    }

    private static string[] Translated(string[] programs)
    {
        using var quickJs = new TranslatedQuickJs();
        return programs.Select(program =>
        {
            quickJs.Renew();
            var first = quickJs.Evaluate(program);
            quickJs.Drain();
            return $"{first} | {quickJs.Evaluate("String(globalThis.out)")}";
        }).ToArray();
    }
}
