using System.Net;
using System.Text.Json.Nodes;
using Router.Emulators.Images;
using Router.Emulators.Replicate;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests;

public sealed class SmokeTests : EmulatorTest
{
    [Fact]
    public async Task Picture_travels_from_every_painter_to_every_captioner()
    {
        const string Caption = "a red circle on a blue background";
        JsonNode flux = await PostForJsonAsync(
            Emulators.WorkersAI, Run("@cf/black-forest-labs/flux-1-schnell"), $$"""{"prompt":"{{Caption}}"}""");
        byte[] png = Convert.FromBase64String(flux["result"]!["image"]!.GetValue<string>());
        string bytes = string.Join(',', png);
        string uri = "data:image/png;base64," + Convert.ToBase64String(png);

        JsonNode llava = await PostForJsonAsync(
            Emulators.WorkersAI, Run("@cf/llava-hf/llava-1.5-7b-hf"), $$"""{"image":[{{bytes}}],"prompt":"describe"}""");
        using HttpRequestMessage waiting = Request(
            Emulators.Replicate,
            HttpMethod.Post,
            "/predictions",
            Json($$$"""{"version":"{{{ReplicateEmulator.VersionOf("salesforce/blip")}}}","input":{"image":"{{{uri}}}"}}"""));
        waiting.Headers.Add("Prefer", "wait");
        using HttpResponseMessage blip = await SendAsync(waiting);

        Captioner.Caption(png).Should().Be(Caption);
        llava["result"]!["description"]!.GetValue<string>().Should().Be(Caption);
        blip.StatusCode.Should().Be(HttpStatusCode.Created);
        (await ReadJsonAsync(blip))["output"]!.GetValue<string>().Should().Be("Caption: " + Caption);
    }

    [Fact]
    public async Task Replicate_output_can_be_downloaded_from_the_emulator()
    {
        JsonNode created = await PostForJsonAsync(
            Emulators.Replicate,
            "/predictions",
            $$$"""{"version":"stability-ai/sdxl:{{{ReplicateEmulator.VersionOf("stability-ai/sdxl")}}}","input":{"prompt":"a green square","width":256,"height":256}}""");
        string get = created["urls"]!["get"]!.GetValue<string>();
        JsonNode second = await ReadJsonAsync(await GetAsync(Emulators.Replicate, get));
        JsonNode third = await ReadJsonAsync(await GetAsync(Emulators.Replicate, get));
        using HttpResponseMessage file = await GetAsync(Emulators.Replicate, third["output"]![0]!.GetValue<string>());

        new[] { created, second, third }.Select(p => p["status"]!.GetValue<string>())
            .Should().Equal("starting", "processing", "succeeded");
        Captioner.Caption(await file.Content.ReadAsByteArrayAsync(Guard)).Should().Be("a green square on a white background");
    }
}
