namespace Router.WebAssembly.Tests.QuickJs;

public class QuickJsTests
{
    [Theory]
    [InlineData("1+1", "2")]
    [InlineData("[3,1,2].sort().join()", "1,2,3")]
    [InlineData("`${2n ** 64n}`", "18446744073709551616")]
    [InlineData("JSON.stringify({a:[1,{b:'ü'}]})", "{\"a\":[1,{\"b\":\"ü\"}]}")]
    [InlineData("(function f(n){return n?1+f(n-1):0})(300)", "300")]
    public void A_script_has_its_value(string script, string value)
    {
        using var quickJs = new TranslatedQuickJs();

        quickJs.Evaluate(script).Should().Be(value);
    }

    [Fact]
    public void Endless_recursion_is_a_script_error_as_long_as_the_engine_limits_its_own_stack()
    {
        using var quickJs = new TranslatedQuickJs();

        quickJs.Evaluate("try { (function f() { f() })() } catch (e) { String(e) }").Should().Contain("stack overflow");
    }
}
