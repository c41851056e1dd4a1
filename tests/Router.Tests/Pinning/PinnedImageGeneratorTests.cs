using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Pinning;
using Router.TestKit;

namespace Router.Tests.Pinning;

public sealed class PinnedImageGeneratorTests
{
    private static readonly string Pinned = new('a', 64);
    private static readonly string Other = new('b', 64);

    [Fact]
    public async Task Images_of_the_pinned_version_pass_and_say_so()
    {
        ImageGenerationResponse response = await Generator(PinningMode.Strict, Pinned, Pinned).GenerateImagesAsync("a cat");

        response.GetServedVersion().Should().Be(Pinned);
        response.Contents.Should().OnlyContain(image => (string)image.AdditionalProperties![ServedVersion.PropertyName]! == Pinned);
    }

    [Fact]
    public async Task Each_image_is_looked_at_and_one_of_another_version_is_refused_in_strict()
    {
        Func<Task> paint = () => Generator(PinningMode.Strict, Pinned, Other).GenerateImagesAsync("a cat");

        VersionMismatchException mismatch = (await paint.Should().ThrowAsync<VersionMismatchException>()).Which;

        (mismatch.Pinned, mismatch.Served).Should().Be((Pinned, Other));
        mismatch.Message.Should().NotContain("cat");
    }

    [Fact]
    public async Task Images_without_a_version_are_refused_in_strict()
    {
        Func<Task> paint = () => Generator(PinningMode.Strict, (string?)null).GenerateImagesAsync("a cat");

        (await paint.Should().ThrowAsync<VersionMismatchException>()).Which.Served.Should().BeNull();
    }

    [Fact]
    public async Task Warn_tells_once_for_an_answer_of_many_images()
    {
        ListLoggerFactory logs = new();
        await Generator(PinningMode.Warn, logs, Other, Other).GenerateImagesAsync("a cat");

        logs.Entries.Should().ContainSingle().Which.Id.Should().Be(1301);
    }

    [Fact]
    public async Task Images_of_a_provider_that_names_no_model_with_them_pass()
    {
        PinnedImageGenerator generator = new(
            new FixedGenerator(null), new VersionPin(new ModelReference("gpt-image-1", "gpt-image-1"), PinRules.Snapshot));

        (await generator.GenerateImagesAsync("a cat")).Contents.Should().ContainSingle();
    }

    [Fact]
    public async Task No_image_is_left_to_whoever_judges_answers() =>
        (await Generator(PinningMode.Strict).GenerateImagesAsync("a cat")).Contents.Should().BeEmpty();

    private static PinnedImageGenerator Generator(PinningMode mode, params string?[] versions) => Generator(mode, new ListLoggerFactory(), versions);

    private static PinnedImageGenerator Generator(PinningMode mode, ListLoggerFactory logs, params string?[] versions) =>
        new(new FixedGenerator(versions), new VersionPin(new ModelReference("stability-ai/sdxl", Pinned), PinRules.Digest) { Mode = mode }, logs);

    /// <summary>An image for each version, which stands in its properties; a null list is one image that says nothing.</summary>
    private sealed class FixedGenerator(string?[]? versions) : IImageGenerator
    {
        public Task<ImageGenerationResponse> GenerateAsync(
            ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ImageGenerationResponse([.. (versions ?? [null]).Select(version => new DataContent(new byte[] { 1 }, "image/png")
            {
                AdditionalProperties = version is null ? null : new() { ["version"] = version },
            })]));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}
