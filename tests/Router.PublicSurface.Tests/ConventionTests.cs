using System.Reflection;
using Microsoft.Extensions.AI;

namespace Router.PublicSurface.Tests;

public sealed class ConventionTests
{
    // The classes that others derive from, each on purpose.
    private static readonly string[] OpenClasses = ["Router.Adapters.FailureClassifier"];

    [Fact]
    public void Nothing_is_declared_in_the_namespace_of_Microsoft_Extensions_AI() =>
        Surface.PublicTypes.Should().NotContain(type => type.Namespace!.StartsWith("Microsoft.Extensions.AI", StringComparison.Ordinal));

    [Fact]
    public void No_public_type_is_named_as_one_of_Microsoft_Extensions_AI()
    {
        // The second list: types of Microsoft.Extensions.AI itself, which an application may use beside Router.
        string[] taken =
        [
            .. typeof(IChatClient).Assembly.GetExportedTypes().Select(type => type.Name),
            "ChatClientBuilder", "FunctionInvokingChatClient", "OpenTelemetryChatClient", "LoggingChatClient", "CachingChatClient",
            "DistributedCachingChatClient", "ConfigureOptionsChatClient", "ReducingChatClient", "FailoverChatClient",
            "OrderedFailoverChatClient", "SemanticRoutingChatClient", "OpenTelemetryImageGenerator", "ImageGeneratorBuilder",
        ];
        Surface.PublicTypes.Select(type => type.Name).Should().NotIntersectWith(taken);
    }

    [Fact]
    public void Public_classes_are_sealed_or_static_unless_made_to_be_derived_from() =>
        Surface.PublicTypes
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract)
            .Select(type => type.FullName)
            .Should().BeEquivalentTo(OpenClasses);

    [Fact]
    public void Assemblies_depend_only_downwards()
    {
        Dictionary<string, string[]> allowed = new()
        {
            ["Router"] = [],
            ["Router.Providers"] = ["Router"],
            ["Router.WebAssembly"] = [],
            ["Router.Tokenizers"] = [],
            ["Router.CodeMode"] = ["Router", "Router.Tokenizers"],
            ["Router.CodeMode.QuickJs"] = ["Router.CodeMode", "Router.CodeMode.QuickJs.Wasm", "Router.WebAssembly"],
            ["Router.CodeMode.Workers"] = ["Router.CodeMode"],
            ["Router.Sqlite"] = ["Router", "Router.CodeMode"],
            ["Router.PostgreSql"] = ["Router", "Router.CodeMode"],
        };
        foreach (Assembly assembly in Surface.Assemblies)
        {
            assembly.GetReferencedAssemblies().Select(name => name.Name!)
                .Where(name => name.StartsWith("Router", StringComparison.Ordinal))
                .Should().BeSubsetOf(allowed[assembly.GetName().Name!]);
        }
    }

    [Fact]
    public void The_core_needs_abstractions_and_Polly_alone() =>
        typeof(ModelRouter).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal))
            .Should().BeSubsetOf(
            [
                "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Caching.Abstractions", "Microsoft.Extensions.Configuration.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options", "Microsoft.Extensions.Primitives", "Polly.Core",
            ]);

    [Fact]
    public void Namespaces_are_those_of_the_product_or_of_the_services_they_extend() =>
        Surface.PublicTypes.Select(type => type.Namespace!).Distinct()
            .Where(name => name != "Router" && !name.StartsWith("Router.", StringComparison.Ordinal))
            .Should().BeSubsetOf(["Microsoft.Extensions.DependencyInjection"]);

    [Fact]
    public void No_exception_can_be_made_without_the_usual_constructors()
    {
        foreach (Type type in Surface.PublicTypes.Where(type => type.IsAssignableTo(typeof(Exception))))
        {
            type.GetConstructor([]).Should().NotBeNull(type.FullName);
            type.GetConstructor([typeof(string)]).Should().NotBeNull(type.FullName);
            type.GetConstructor([typeof(string), typeof(Exception)]).Should().NotBeNull(type.FullName);
        }
    }

    [Fact]
    public void The_rooms_of_the_core_form_no_circle()
    {
        // Each folder may use the folders named; the root, which everybody sees by its namespace, is used by none.
        Dictionary<string, string[]> allowed = new()
        {
            ["Catalog"] = [],
            ["Resilience"] = [],
            ["Telemetry"] = [],
            ["Tokens"] = [],
            ["Pricing"] = [],
            ["Canonical"] = [],
            ["Context"] = [],
            ["Caching"] = ["Canonical", "Context", "Telemetry"],
            ["Recording"] = ["Adapters", "Canonical", "Resilience", "Routing"],
            ["Adapters"] = ["Catalog", "Resilience"],
            ["Admission"] = ["Adapters", "Resilience", "Telemetry"],
            ["Pinning"] = ["Adapters", "Resilience", "Telemetry"],
            ["Configuration"] = ["Adapters", "Admission", "Caching", "Catalog", "Configuration", "Pinning", "Pricing", "Resilience"],
            ["Routing"] =
            [
                "Adapters", "Admission", "Caching", "Catalog", "Configuration", "Context", "Pinning", "Pricing", "Resilience", "Routing",
                "Telemetry", "Tokens",
            ],
        };
        string root = Path.Combine(Repository.Folder, "src", "Router");
        foreach ((string room, string[] mayUse) in allowed)
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories))
            {
                File.ReadLines(file)
                    .Where(line => line.StartsWith("using Router.", StringComparison.Ordinal))
                    .Select(line => line.Split('.', ';')[1])
                    .Should().BeSubsetOf(mayUse, "{0} stands in {1}", Path.GetFileName(file), room);
            }
        }
    }
}
