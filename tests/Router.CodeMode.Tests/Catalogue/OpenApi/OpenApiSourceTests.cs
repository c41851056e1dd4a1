using System.Net;
using System.Text;
using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

public sealed class OpenApiSourceTests
{
    private const string Pets = """
        {"openapi":"3.0.3","info":{"title":"t","version":"1"},
         "servers":[{"url":"https://{region}.api.test/{base}","variables":{"region":{"default":"eu","enum":["eu","us"]},"base":{"default":"v1"}}}],
         "paths":{
          "/pets/{petId}/toys/{undeclared}":{
            "parameters":[{"$ref":"#/components/parameters/PetId"},{"name":"q","in":"query","schema":{"type":"string"}}],
            "get":{"tags":["pets"],"deprecated":true,"summary":"Toys of a pet",
              "parameters":[{"name":"q","in":"query","required":true,"schema":{"type":"integer"}},{"name":"petId","in":"query","schema":{"type":"string"}}],
              "responses":{"200":{"$ref":"#/components/responses/Toys"}}},
            "post":{"operationId":"toys/add-one","requestBody":{"$ref":"#/components/requestBodies/Toy"},"responses":{"201":{"description":"x"}}}},
          "/upload":{"servers":[{"url":"https://up.test"}],
            "put":{"operationId":"upload","requestBody":{"required":true,"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}}},"responses":{"204":{"description":"x"}}}}},
         "components":{
          "parameters":{"PetId":{"name":"petId","in":"path","required":true,"description":"Which","schema":{"type":"integer"}}},
          "responses":{"Toys":{"description":"x","content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/Toy"}}}}}},
          "requestBodies":{"Toy":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Toy"}}}}},
          "schemas":{"Toy":{"type":"object","required":["id","name"],"properties":{"id":{"type":"integer","readOnly":true},"name":{"type":"string"},"size":{"type":"string","nullable":true,"enum":["s","l",null]}}}}}}
        """;

    [Fact]
    public async Task Referenced_and_path_level_parameters_stay_and_an_operation_overrides_by_name_and_place()
    {
        ApiRig rig = await ApiRig.StartAsync(Pets);
        CatalogueFunction toys = rig.Dispatcher.Catalogue.Find("GET /pets/{petId}/toys/{undeclared}")!;

        toys.Name.Should().Be("api.get_pets_by_petId_toys_by_undeclared");
        toys.Parameters.Select(parameter => (parameter.Name, parameter.Required)).Should()
            .Equal(("petId", true), ("undeclared", true), ("q", true), ("petId_query", false));
        (toys.Summary, toys.ReadOnly, toys.Idempotent).Should().Be(("(deprecated) Toys of a pet", true, true));
        toys.Parameters[0].Description.Should().Be("Which");
        toys.ResultSchema!.Value.GetRawText().Should().Contain("#/components/schemas/Toy");
        toys.Tags.Should().Equal("pets");

        await rig.Dispatcher.ValueAsync(toys.Name, """[{"petId":7,"undeclared":"a b","q":1,"petId_query":"z"}]""");
        rig.Last.Message.RequestUri!.AbsoluteUri.Should().Be("https://eu.api.test/v1/pets/7/toys/a%20b?q=1&petId=z");
    }

    [Fact]
    public async Task The_members_of_a_body_stand_beside_the_parameters_without_what_only_the_server_sets()
    {
        ApiRig rig = await ApiRig.StartAsync(Pets);
        CatalogueFunction add = rig.Dispatcher.Catalogue.Find("toys/add-one")!;

        add.Name.Should().Be("api.toys.add_one");
        add.Parameters.Select(parameter => (parameter.Name, parameter.Required)).Should().Equal(("petId", true), ("undeclared", true), ("q", false), ("name", true), ("size", false));
        add.ReadOnly.Should().BeFalse();
        add.Idempotent.Should().BeFalse();
        await rig.Dispatcher.ValueAsync(add.Name, """[{"petId":7,"undeclared":"x","name":"ball","size":null}]""");
        rig.Last.Text.Should().Be("""{"name":"ball","size":null}""");
        rig.Last.Header("Content-Type").Should().Be("application/json");
    }

    [Fact]
    public async Task An_operations_own_server_is_asked_and_bytes_are_sent_as_they_are()
    {
        ApiRig rig = await ApiRig.StartAsync(Pets, _ => new HttpResponseMessage(HttpStatusCode.NoContent));

        (await rig.Dispatcher.ValueAsync("api.upload", """[{"body":{"$bytes":"AQID"}}]""")).ValueKind.Should().Be(JsonValueKind.Null);

        rig.Last.Message.RequestUri!.AbsoluteUri.Should().Be("https://up.test/upload");
        rig.Last.Body.Should().Equal(1, 2, 3);
        rig.Dispatcher.Find("api.upload")!.Idempotent.Should().BeTrue();
    }

    [Fact]
    public async Task Options_say_where_to_which_and_who_is_asked_first()
    {
        ApiRig rig = await ApiRig.StartAsync(Pets, null, new OpenApiSourceOptions
        {
            Root = "p",
            BaseAddress = new Uri("http://127.0.0.1:8080/base/"),
            Include = endpoint => endpoint.Method != "PUT",
            RequiresApproval = endpoint => endpoint.Method == "POST",
            NameOf = endpoint => endpoint.OperationId is null ? "toys/list" : null,
        });

        rig.Dispatcher.Catalogue.Functions.Select(function => (function.Name, function.RequiresApproval)).Should().Equal(("p.toys.add_one", true), ("p.toys.list", false));
        await rig.Dispatcher.ValueAsync("p.toys.list", """[{"petId":7,"undeclared":"x","q":1}]""");
        rig.Last.Message.RequestUri!.AbsoluteUri.Should().Be("http://127.0.0.1:8080/base/pets/7/toys/x?q=1");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=x+y&b=1&b=2&c=%7B%22d%22%3A1%7D")]
    [InlineData("application/json", """{"a":"x y","b":[1,2],"c":{"d":1}}""")]
    public async Task A_body_goes_in_the_form_that_the_document_names(string mediaType, string written)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x", Body(mediaType, """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array"},"c":{"type":"object"}}}"""), "post"));

        await rig.Dispatcher.ValueAsync("api.op", """[{"a":"x y","b":[1,2],"c":{"d":1}}]""");

        rig.Last.Text.Should().Be(written);
        rig.Last.Header("Content-Type").Should().Be(mediaType);
    }

    [Fact]
    public async Task A_multipart_body_holds_files_and_fields()
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document(
            "/x", Body("multipart/form-data", """{"type":"object","properties":{"file":{"type":"string","contentMediaType":"application/octet-stream"},"note":{"type":"string"},"meta":{"type":"object"}}}"""), "post"));

        await rig.Dispatcher.ValueAsync("api.op", """[{"file":{"$bytes":"AQID","mediaType":"image/png"},"note":"hi","meta":{"a":1}}]""");

        rig.Last.Text.Should().Contain("form-data; name=\"file\"; filename=\"file\"").And.Contain("Content-Type: image/png")
            .And.Contain("\r\n\r\nhi\r\n").And.Contain("Content-Type: application/json").And.Contain("""{"a":1}""");
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", """["a"]""")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"a":{}}},{"type":"array"}]}""", """{"a":1}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}""", """{"z":"1"}""")]
    public async Task A_body_that_is_no_plain_object_is_one_argument(string schema, string value)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x", Body("application/json", schema), "post"));

        await rig.Dispatcher.ValueAsync("api.op", $"[{{\"body\":{value}}}]");

        rig.Last.Text.Should().Be(value);
    }

    [Fact]
    public async Task A_body_whose_member_has_a_parameters_name_stands_apart()
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x/{id}", Body("application/json", """{"type":"object","properties":{"id":{"type":"string"}}}"""), "post"));

        await rig.Dispatcher.ValueAsync("api.op", """[{"id":"1","body":{"id":"2"}}]""");

        (rig.Last.Path, rig.Last.Text).Should().Be(("/v1/x/1", """{"id":"2"}"""));
    }

    [Fact]
    public async Task What_only_a_body_as_a_whole_says_holds_too()
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document(
            "/x", Body("application/json", """{"type":"object","properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}"""), "post"));

        (await rig.Dispatcher.ErrorAsync("api.op", "[{}]")).Kind.Should().Be(CodeErrorKind.InvalidArguments);
        (await rig.Dispatcher.ValueAsync("api.op", """[{"b":1}]""")).ValueKind.Should().Be(JsonValueKind.Object);
    }

    [Theory]
    [InlineData("no json", "it is no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{}", "no member 'openapi'")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/x":{"get":{"responses":{}}}}}""", "no server is named")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"/v1"}],"paths":{"/x":{"get":{"responses":{}}}}}""", "no whole address")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://{x}.test"}],"paths":{"/x":{"get":{"responses":{}}}}}""", "'x' of the server")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"ftp://a.test"}],"paths":{"/x":{"get":{"responses":{}}}}}""", "no plain http or https")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://a.test"}],"paths":{"/x":{"get":{"responses":{"200":{"description":"x","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Gone"}}}}}}}}}""", "leads nowhere")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://a.test"}],"paths":{"/x":{"get":{"operationId":"a","responses":{}},"put":{"operationId":"a","responses":{}}}}}""", "would both be called 'api.a'")]
    public async Task A_document_that_cannot_be_served_says_why(string document, string told) =>
        (await FluentActions.Awaiting(() => ApiRig.StartAsync(document)).Should().ThrowAsync<CatalogueException>()).Which.Message.Should().Contain(told);

    [Fact]
    public void A_handler_that_follows_redirects_or_keeps_cookies_is_refused()
    {
        OpenApiSourceOptions options = new() { Root = "a" };
        using HttpClientHandler plain = new();
        using SocketsHttpHandler cookies = new() { AllowAutoRedirect = false };
        using SocketsHttpHandler good = OpenApiHandlers.Create();

        FluentActions.Invoking(() => new OpenApiSource(default, plain, options)).Should().Throw<ArgumentException>().WithMessage("*follows redirects*");
        FluentActions.Invoking(() => new OpenApiSource(default, cookies, options)).Should().Throw<ArgumentException>().WithMessage("*cookies*");
        FluentActions.Invoking(() => new OpenApiSource(default, good, options)).Should().NotThrow();
    }

    [Fact]
    public async Task Whatever_is_cut_out_of_a_document_it_is_read_or_refused_in_words()
    {
        Random random = new(5);
        for (int round = 0; round < 150; round++)
        {
            StringBuilder text = new(Pets);
            int start = random.Next(text.Length);
            text.Remove(start, Math.Min(random.Next(1, 40), text.Length - start));
            try
            {
                await ApiRig.StartAsync(text.ToString());
            }
            catch (CatalogueException exception)
            {
                exception.Message.Should().NotBeEmpty();
            }
        }
    }

    private static string Body(string mediaType, string schema) =>
        $"\"requestBody\":{{\"required\":true,\"content\":{{\"{mediaType}\":{{\"schema\":{schema}}}}}}},";
}
