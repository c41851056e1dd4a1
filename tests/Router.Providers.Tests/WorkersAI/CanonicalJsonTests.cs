using System.Text.Json;
using Router.Providers.WorkersAI;

namespace Router.Providers.Tests.WorkersAI;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"]}""", """ { "b" : [ true , null , "\u0078" ] , "a" : 1 } """)]
    [InlineData("""{"b":{"d":1,"c":2}}""", """{"b":{"c":2,"d":1}}""")]
    public void The_order_of_members_white_space_and_escapes_do_not_count(string one, string other) => Digest(one).Should().Be(Digest(other));

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("{\"a\":1}", "{\"a\":2}")]
    [InlineData("{\"a\":1}", "{\"A\":1}")]
    [InlineData("{\"a\":null}", "{}")]
    [InlineData("\"1\"", "1")]
    public void Everything_else_counts(string one, string other) => Digest(one).Should().NotBe(Digest(other));

    [Fact]
    public void The_digest_is_the_SHA_256_of_the_text_without_white_space() =>
        Digest("{ }").Should().Be("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");

    private static string Digest(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return CanonicalJson.Digest(document.RootElement);
    }
}
