using Router.Emulators.Images;

namespace Router.Emulators.Tests.Images;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData("a red circle on a blue background", "a red circle on a blue background")]
    [InlineData("a green square", "a green square on a white background")]
    [InlineData("an orange triangle on black", "an orange triangle on a black background")]
    [InlineData("A white circle against a purple background", "a white circle on a purple background")]
    [InlineData("a yellow circle and a pink square on a gray background", "a yellow circle and a pink square on a gray background")]
    [InlineData("red and white stripes", "horizontal red and white stripes")]
    [InlineData("vertical stripes, blue and yellow", "vertical blue and yellow stripes")]
    [InlineData("a sunset over the sea", "a sunset gradient from purple to orange")]
    [InlineData("a gradient from green to black", "a gradient from green to black")]
    public void Caption_of_a_painted_prompt_names_its_colours_and_shapes(string prompt, string caption)
    {
        byte[] png = Painter.PaintPng(prompt, 256, 192);

        Captioner.Caption(png).Should().Be(caption);
    }

    [Theory]
    [InlineData("circle")]
    [InlineData("square")]
    [InlineData("triangle")]
    public void Every_pair_of_different_colours_is_told_apart(string shape)
    {
        for (int front = 0; front < Palette.Count; front++)
        {
            for (int back = 0; back < Palette.Count; back++)
            {
                if (front != back)
                {
                    string prompt = $"{Palette.Name(front)} {shape} on a {Palette.Name(back)} background";
                    Captioner.Caption(Painter.PaintPng(prompt, 128, 128)).Should().Contain($"{Palette.Name(front)} {shape}")
                        .And.Contain($"{Palette.Name(back)} background");
                }
            }
        }
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(256, 1024)]
    [InlineData(1024, 1024)]
    public void Painting_has_the_size_that_was_asked_for(int width, int height)
    {
        Raster raster = PngDecoder.TryDecode(Painter.PaintPng("a blue square", width, height))!;

        (raster.Width, raster.Height).Should().Be((width, height));
        Captioner.Describe(raster).Should().Be("a blue square on a white background");
    }

    [Fact]
    public void Same_prompt_gives_the_same_bytes() =>
        Painter.PaintPng("something without any colour", 64, 64).Should().Equal(Painter.PaintPng("something without any colour", 64, 64));
}
