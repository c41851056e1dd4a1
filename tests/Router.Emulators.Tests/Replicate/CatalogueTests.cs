using System.Net;
using System.Text.Json.Nodes;
using Router.Emulators.Replicate;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Replicate;

public sealed class CatalogueTests : EmulatorTest
{
    [Theory]
    [InlineData("stability-ai/sdxl", false)]
    [InlineData("black-forest-labs/flux-schnell", true)]
    public async Task Model_says_whether_it_is_official_and_what_its_latest_version_is(string name, bool official)
    {
        JsonNode model = await ReadJsonAsync(await GetAsync(Emulators.Replicate, $"/models/{name}"));

        model["is_official"]!.GetValue<bool>().Should().Be(official);
        model["latest_version"]!["id"]!.GetValue<string>().Should().HaveLength(64);
    }

    [Fact]
    public async Task Output_schema_tells_tokens_from_addresses()
    {
        JsonNode llama = await ReadJsonAsync(await GetAsync(Emulators.Replicate, "/models/meta/meta-llama-3-8b-instruct"));
        JsonNode sdxl = await ReadJsonAsync(
            await GetAsync(Emulators.Replicate, $"/models/stability-ai/sdxl/versions/{ReplicateEmulator.VersionOf("stability-ai/sdxl")}"));

        Output(llama["latest_version"]!)["x-cog-array-type"]!.GetValue<string>().Should().Be("iterator");
        Output(sdxl)["items"]!["format"]!.GetValue<string>().Should().Be("uri");
    }

    [Fact]
    public async Task Files_can_be_listed_read_and_deleted()
    {
        using MultipartFormDataContent form = new()
        {
            { new ByteArrayContent([1, 2, 3]), "content", "a.bin" },
            { new StringContent("""{"k":"v"}"""), "metadata" },
        };
        JsonNode file = await ReadJsonAsync(await SendAsync(Request(Emulators.Replicate, HttpMethod.Post, "/files", form)));
        string path = $"/files/{file["id"]}";
        JsonNode list = await ReadJsonAsync(await GetAsync(Emulators.Replicate, "/files"));
        using HttpResponseMessage deleted = await SendAsync(Request(Emulators.Replicate, HttpMethod.Delete, path));
        using HttpResponseMessage gone = await GetAsync(Emulators.Replicate, path);

        file["metadata"]!["k"]!.GetValue<string>().Should().Be("v");
        list["results"]!.AsArray().Should().HaveCount(1);
        deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        gone.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Account_and_webhook_secret_are_there()
    {
        JsonNode account = await ReadJsonAsync(await GetAsync(Emulators.Replicate, "/account"));
        JsonNode secret = await ReadJsonAsync(await GetAsync(Emulators.Replicate, "/webhooks/default/secret"));

        account["username"]!.GetValue<string>().Should().NotBeEmpty();
        secret["key"]!.GetValue<string>().Should().Be(ReplicateEmulator.WebhookSecret);
    }

    [Fact]
    public async Task A_published_version_is_the_latest_one_and_the_earlier_ones_still_run()
    {
        const string Sdxl = "stability-ai/sdxl";
        string earlier = ReplicateEmulator.VersionOf(Sdxl);
        string later = new('d', 64);
        Emulators.Replicate.Publish(Sdxl, later);

        JsonNode model = await ReadJsonAsync(await GetAsync(Emulators.Replicate, $"/models/{Sdxl}"));
        JsonNode versions = await ReadJsonAsync(await GetAsync(Emulators.Replicate, $"/models/{Sdxl}/versions"));

        model["latest_version"]!["id"]!.GetValue<string>().Should().Be(later);
        versions["results"]!.AsArray().Select(version => version!["id"]!.GetValue<string>()).Should().Equal(later, earlier);
        foreach (string version in new[] { earlier, later })
        {
            JsonNode one = await ReadJsonAsync(await GetAsync(Emulators.Replicate, $"/models/{Sdxl}/versions/{version}"));
            JsonNode prediction = await PostForJsonAsync(Emulators.Replicate, "/predictions", $$$"""{"version":"{{{version}}}","input":{"prompt":"x"}}""");
            one["id"]!.GetValue<string>().Should().Be(version);
            prediction["version"]!.GetValue<string>().Should().Be(version);
        }
    }

    [Theory]
    [InlineData("stability-ai/sdxl", "latest")]
    [InlineData("black-forest-labs/flux-schnell", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd")]
    [InlineData("nobody/nothing", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd")]
    public void Only_64_hex_digits_of_a_community_model_can_be_published(string model, string version)
    {
        Action publish = () => Emulators.Replicate.Publish(model, version);

        publish.Should().Throw<ArgumentException>();
    }

    private static JsonNode Output(JsonNode version) => version["openapi_schema"]!["components"]!["schemas"]!["Output"]!;
}
