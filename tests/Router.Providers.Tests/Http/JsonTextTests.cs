using System.Text;
using System.Text.Json;
using Router.Providers.Http;

namespace Router.Providers.Tests.Http;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\\u00e9\\n\"", "é\n")]
    [InlineData("6", "6")]
    [InlineData("0.50", "0.50")]
    [InlineData("-1E+02", "-1E+02")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    [InlineData("{ \"a\": [1.0] }", "{ \"a\": [1.0] }")]
    [InlineData("[1, 2]", "[1, 2]")]
    public void A_value_in_a_text_position_keeps_its_exact_text(string json, string? expected)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        reader.Read();

        JsonText.Read(ref reader).Should().Be(expected);
        reader.Read().Should().BeFalse();
        using JsonDocument document = JsonDocument.Parse(json);
        JsonText.Of(document.RootElement).Should().Be(expected);
    }

    [Fact]
    public void Null_is_a_token_where_the_dialect_says_so()
    {
        Utf8JsonReader reader = new("null"u8);
        reader.Read();

        JsonText.Read(ref reader, nullIsToken: true).Should().Be("null");
    }
}
