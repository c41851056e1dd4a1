using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>Arguments are bound, or refused with words; nothing else happens, whatever the schema and whatever the program passes.</summary>
public sealed class ArgumentBinderFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_passed_is_bound_or_refused(int seed)
    {
        Random random = new(seed);
        int bound = 0;
        for (int round = 0; round < 5_000; round++)
        {
            // The schema is the application's, and whole; it need not be one.
            string schema = (random.Next(10) == 0 ? Value(random, 2) : Schema(random)).Replace("\\ud800", "z");
            ArgumentBinder binder = new("f", RunBench.Json(schema));
            string arguments = $"[{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, 3)))}]";
            try
            {
                List<(string Name, JsonElement Value)> values = binder.Bind(RunBench.Json(arguments));
                bound += values.Count > 0 ? 1 : 0;
            }
            catch (CodeCallException exception)
            {
                exception.Kind.Should().Be(CodeErrorKind.InvalidArguments);
                exception.Message.Should().MatchRegex(@"^(\w+ of )?f ");
                exception.Message.Length.Should().BeLessThan(1_000);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{exception.GetType().Name} of {schema} and {arguments}", exception);
            }
        }

        bound.Should().BeGreaterThan(200);
    }

    private static string Schema(Random random)
    {
        string[] names = ["a", "b", "c"];
        string[] types = ["\"string\"", "\"integer\"", "\"number\"", "\"object\"", "\"array\"", "\"boolean\"", "[\"string\",\"null\"]", "7", "\"odd\"", "[]"];
        IEnumerable<string> properties = names.Take(random.Next(4)).Select(name =>
            $"\"{name}\":" + random.Next(4) switch
            {
                0 => "true",
                1 => $"{{\"enum\":[1,\"x\",null,{Value(random, 1)}]}}",
                _ => $"{{\"type\":{types[random.Next(types.Length)]}}}",
            });
        string more = random.Next(3) switch { 0 => ",\"additionalProperties\":true", 1 => ",\"additionalProperties\":false", _ => "" };
        string required = random.Next(3) switch { 0 => ",\"required\":[\"a\"]", 1 => ",\"required\":7", _ => ",\"required\":[7,\"b\"]" };
        return $"{{\"type\":\"object\",\"properties\":{{{string.Join(",", properties)}}}{more}{required}}}";
    }

    private static string Value(Random random, int depth) => random.Next(depth == 0 ? 7 : 9) switch
    {
        0 => $"{random.Next(-5, 5)}",
        1 => "1.5",
        2 => "1e400",
        3 => "\"x\"",
        4 => "\"\\ud800\"",
        5 => "null",
        6 => "false",
        7 => $"[{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1)))}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Name(random)}\":{Value(random, depth - 1)}"))}}}",
    };

    private static string Name(Random random)
    {
        string[] names = ["a", "b", "c", "$bytes", "__proto__", "\\ud800", "é", new('n', 200)];
        return names[random.Next(names.Length)];
    }
}
