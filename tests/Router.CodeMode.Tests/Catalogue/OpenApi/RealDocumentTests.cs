using System.Text.Json;
using System.Text.RegularExpressions;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Catalogue.Validation;
using Router.CodeMode.Execution;
using Router.CodeMode.Tests.Npm;
using Router.TestKit;
using Xunit.Abstractions;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

/// <summary>GitHub's own document, over a thousand operations.</summary>
public sealed partial class RealDocumentTests(ITestOutputHelper output)
{
    private static readonly string Path = NpmFolder.GitHubDocument;

    [Fact]
    public async Task No_operation_loses_a_path_parameter_and_every_placeholder_is_filled_in()
    {
        StubHttpHandler server = new(_ => StubHttpHandler.Json("{}"));
        OpenApiSource source = new(await File.ReadAllBytesAsync(Path), server, new OpenApiSourceOptions { Root = "github" });
        FunctionCatalogueBuilder builder = new FunctionCatalogueBuilder().Add(source);
        FunctionCatalogue catalogue = await builder.BuildAsync();
        await builder.BuildAsync();

        Dictionary<string, string[]> placeholders = Placeholders(await File.ReadAllBytesAsync(Path));
        catalogue.Functions.Should().HaveCount(placeholders.Count).And.HaveCountGreaterThan(1000);
        CatalogueDispatcher dispatcher = new(catalogue);
        List<string> refused = [];
        foreach ((string id, string[] names) in placeholders)
        {
            CatalogueFunction function = catalogue.Find(id)!;
            function.Should().NotBeNull(id);
            names.Except(function.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name)).Should().BeEmpty(id);

            CodeCallResult result = await dispatcher.InvokeAsync(function.Name, Arguments(function, all: false));
            if (result.Error is not null)
            {
                // Some bodies ask for one of several members.
                result = await dispatcher.InvokeAsync(function.Name, Arguments(function, all: true));
            }

            if (result.Error is { } error)
            {
                refused.Add(error.Message);
                continue;
            }

            string path = server.Requests[^1].Message.RequestUri!.AbsolutePath;
            path.Should().NotContain("%7B").And.NotContain("{").And.NotContain("//", id);
            path.Split('/').Count(part => part is "17" or "x-17").Should().BeGreaterThanOrEqualTo(Math.Min(names.Length, 1), id);
        }

        output.WriteLine(string.Join(Environment.NewLine, refused));
        refused.Should().HaveCountLessThan(10, "what is left are bodies whose rules the test's own arguments do not know");
    }

    [Fact]
    public async Task A_call_without_an_argument_of_the_path_is_refused_before_anything_is_sent()
    {
        StubHttpHandler server = new(_ => StubHttpHandler.Json("{}"));
        CatalogueDispatcher dispatcher = new(await new FunctionCatalogueBuilder().AddOpenApi(await File.ReadAllBytesAsync(Path), server, new OpenApiSourceOptions { Root = "github" }).BuildAsync());

        (await dispatcher.ErrorAsync("github.pulls.list", """[{"owner":"octocat"}]""")).Message.Should().Contain("'repo' is missing");
        (await dispatcher.InvokeAsync("pulls/list", """[{"owner":"octocat","repo":"hello","state":"all"}]""")).Error.Should().BeNull();
        server.Requests.Should().ContainSingle().Which.Path.Should().Be("/repos/octocat/hello/pulls?state=all");
        dispatcher.Suggest("github.pulls.lst").Should().Contain("github.pulls.list");
    }

    // The least that each schema takes.
    private static string Arguments(CatalogueFunction function, bool all)
    {
        IEnumerable<string> members = function.Parameters.Where(parameter => parameter.Required || all)
            .Select(parameter => $"\"{parameter.Name}\":{Least(parameter.Schema, function.SchemaRoot!.Value, 0)}");
        return $"[{{{string.Join(',', members)}}}]";
    }

    private static string Least(JsonElement schema, JsonElement root, int depth)
    {
        JsonElement own = SchemaPointer.Resolve(root, schema) ?? schema;
        if (own.ValueKind != JsonValueKind.Object || depth > 8)
        {
            return "\"x-17\"";
        }

        if (own.TryGetProperty("enum", out JsonElement choices))
        {
            return choices[0].GetRawText();
        }

        foreach (string keyword in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (!own.TryGetProperty("type", out _) && own.TryGetProperty(keyword, out JsonElement branches))
            {
                return Least(branches[0], root, depth + 1);
            }
        }

        string? type = own.TryGetProperty("type", out JsonElement told) ? told.ValueKind == JsonValueKind.Array ? told.EnumerateArray().Select(one => one.GetString()).First(one => one != "null") : told.GetString() : null;
        return type switch
        {
            "integer" or "number" => "17",
            "boolean" => "true",
            "array" when own.TryGetProperty("minItems", out JsonElement count) && own.TryGetProperty("items", out JsonElement items) =>
                $"[{string.Join(',', Enumerable.Repeat(Least(items, root, depth + 1), count.GetInt32()))}]",
            "array" => "[]",
            "object" => Object(own, root, depth),
            _ when own.TryGetProperty("format", out JsonElement format) && format.ValueEquals("date-time") => "\"2026-01-01T00:00:00Z\"",
            _ when own.TryGetProperty("pattern", out JsonElement pattern) => Matching(pattern.GetString()!),
            _ => "\"x-17\"",
        };
    }

    private static string Matching(string pattern)
    {
        string[] samples =
        [
            "x-17", "1.0.0", "QUJD", "https://x.test", "refs/heads/x", "ssh-rsa AAAA", "0123456789abcdef0123456789abcdef01234567",
            "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "2026-01-01T00:00:00Z",
        ];
        return $"\"{Array.Find(samples, sample => Regex.IsMatch(sample, pattern)) ?? "x-17"}\"";
    }

    private static string Object(JsonElement schema, JsonElement root, int depth)
    {
        if (!schema.TryGetProperty("required", out JsonElement required) || !schema.TryGetProperty("properties", out JsonElement properties))
        {
            return "{}";
        }

        IEnumerable<string> members = required.EnumerateArray().Where(name => properties.TryGetProperty(name.GetString()!, out _))
            .Select(name => $"{name.GetRawText()}:{Least(properties.GetProperty(name.GetString()!), root, depth + 1)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static Dictionary<string, string[]> Placeholders(byte[] document)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        Dictionary<string, string[]> found = [];
        foreach (JsonProperty path in json.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(operation => operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _)))
            {
                found[operation.Value.GetProperty("operationId").GetString()!] = [.. Placeholder().Matches(path.Name).Select(match => match.Groups[1].Value)];
            }
        }

        return found;
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
