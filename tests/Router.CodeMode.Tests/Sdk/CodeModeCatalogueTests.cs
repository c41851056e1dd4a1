using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Loop;
using Router.CodeMode.Sdk;
using Router.CodeMode.Tests.Catalogue;
using Router.CodeMode.Tests.Loop;

namespace Router.CodeMode.Tests.Sdk;

public sealed class CodeModeCatalogueTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    private static async Task<CodeModeCatalogue> RegisteredAsync(params CatalogueFunction[] functions) => new(await Calls.CatalogueAsync(functions));

    private static async Task<CodeModeFunctions> OpenAsync(CodeModeCatalogue catalogue, params AIFunction[] functions) => await catalogue.OpenAsync(functions, default);

    [Fact]
    public async Task Registered_functions_and_those_of_the_request_are_called_side_by_side()
    {
        CodeModeFunctions opened = await OpenAsync(await RegisteredAsync(Calls.Echo("mail.send", Calls.Parameter("to", """{"type":"string"}"""))), Fine("find"));

        opened.Dispatcher.Roots.Should().Equal("find", "mail");
        (await opened.Dispatcher.InvokeAsync(Calls.Call("mail.send", """[{"to":"a"}]"""), default)).Value!.Value.GetRawText().Should().Be("""{"to":"a"}""");
        (await opened.Dispatcher.InvokeAsync(Calls.Call("find", "[{}]"), default)).Value!.Value.GetString().Should().Be("find done");
        opened.Guide.Describe("mail.send").Should().Contain("to:string");
        (opened.Guide.Describe("mail.sent"), opened.Guide.Suggest("send mail")).Should().Be((null, "mail.send"));
    }

    [Fact]
    public async Task The_same_functions_are_put_together_once_and_others_anew()
    {
        CodeModeCatalogue catalogue = await RegisteredAsync(Calls.Echo("a.b"));
        (TestFunction one, TestFunction two) = (Fine("one"), Fine("two"));
        CodeModeFunctions first = await OpenAsync(catalogue, one, two);
        (await OpenAsync(catalogue, one, two)).Should().BeSameAs(first);
        (await OpenAsync(catalogue, two, one)).Should().NotBeSameAs(first, "another order is another list");
        (await OpenAsync(catalogue, one)).Should().NotBeSameAs(first);
        (await OpenAsync(catalogue, one, Fine("two"))).Should().NotBeSameAs(first, "another function of the same name does something else");
        (await OpenAsync(catalogue, one, two)).Should().BeSameAs(first);
        for (int i = 0; i < 32; i++)
        {
            await OpenAsync(catalogue, Fine("x"));
        }

        (await OpenAsync(catalogue, one, two)).Should().NotBeSameAs(first, "what was not used for long is not kept");
    }

    [Fact]
    public async Task Two_functions_of_one_name_are_refused_and_both_owners_are_named()
    {
        CodeModeCatalogue catalogue = await RegisteredAsync(Calls.Echo("find"));
        await FluentActions.Awaiting(() => OpenAsync(catalogue, Fine("find"))).Should().ThrowAsync<CatalogueException>()
            .WithMessage("*'find' of tests*'find' of ChatOptions.Tools*Rename one*");
    }

    [Fact]
    public async Task A_request_that_repeats_registered_tools_adds_nothing_and_a_wrapper_that_asks_for_more_is_kept()
    {
        CodeModeCatalogue catalogue = await RegisteredAsync(Calls.Echo("a.free"), Calls.Echo("a.asked") with { RequiresApproval = true });
        AIFunction[] tools = [.. await catalogue.GetToolsAsync(default)];
        (await OpenAsync(catalogue, tools)).Should().BeSameAs(await OpenAsync(catalogue));

        CodeModeFunctions wrapped = await OpenAsync(catalogue, new ApprovalRequiredAIFunction(tools.Single(tool => tool.Name == "a_free")));
        wrapped.Dispatcher.Find("a_free")!.RequiresApproval.Should().BeTrue();
    }

    [Fact]
    public async Task Decisions_are_needed_in_programs_and_as_direct_tools_alike()
    {
        CodeModeCatalogue catalogue = await RegisteredAsync(Calls.Echo("a.asked") with { RequiresApproval = true }, Calls.Echo("a.free"));
        IReadOnlyList<AIFunction> tools = await catalogue.GetToolsAsync(default);
        tools.Select(tool => (tool.Name, tool.GetService<ApprovalRequiredAIFunction>() is not null)).Should().Equal(("a_asked", true), ("a_free", false));
        CodeModeFunctions opened = await OpenAsync(catalogue, new NamedFunction("outer", new ApprovalRequiredAIFunction(Fine("inner"))));
        opened.Dispatcher.Find("a.asked")!.RequiresApproval.Should().BeTrue();
        opened.Dispatcher.Find("a.free")!.RequiresApproval.Should().BeFalse();
        opened.Dispatcher.Find("outer")!.RequiresApproval.Should().BeTrue("it is found under wrappers too");
    }

    [Fact]
    public async Task What_is_for_the_model_alone_is_refused_as_a_function_of_programs() =>
        await new FunctionCatalogueBuilder().AddTools([new DirectOnlyFunction(Fine("delete_all"))]).Awaiting(builder => builder.BuildAsync().AsTask())
            .Should().ThrowAsync<CatalogueException>().WithMessage("*delete_all*");

    [Fact]
    public async Task The_schema_of_a_result_is_whole_without_its_document()
    {
        CatalogueFunction function = Calls.Echo("crm.find") with
        {
            ResultSchema = JsonElement.Parse("""{"type":"array","items":{"$ref":"#/components/schemas/Person"}}"""),
            SchemaRoot = JsonElement.Parse("""{"components":{"schemas":{"Person":{"properties":{"name":{"x-personal":true},"boss":{"$ref":"#/components/schemas/Person"}}}}}}"""),
        };
        CodeModeFunctions opened = await OpenAsync(await RegisteredAsync(function));
        opened.ResultSchema("crm.find")!.Value.GetRawText().Should().Be(
            """{"type":"array","items":{"$ref":"#/$defs/Person"},"$defs":{"Person":{"properties":{"name":{"x-personal":true},"boss":{"$ref":"#/$defs/Person"}}}}}""");
        opened.ResultSchema("crm.lose").Should().BeNull();
    }

    private sealed class NamedFunction(string name, AIFunction inner) : DelegatingAIFunction(inner)
    {
        public override string Name => name;
    }
}
