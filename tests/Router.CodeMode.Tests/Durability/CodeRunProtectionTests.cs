using Router.CodeMode.Durability;
using static Router.CodeMode.Tests.Durability.SealedRuns;

namespace Router.CodeMode.Tests.Durability;

public sealed class CodeRunProtectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length)
    {
        Func<CodeRunProtection> make = () => new CodeRunProtection("k", new byte[length]);
        make.Should().Throw<ArgumentException>().WithMessage("*32*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("schlüssel")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_id_that_is_none_is_refused(string id)
    {
        Func<CodeRunProtection> make = () => new CodeRunProtection(id, Key(1));
        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Two_keys_of_one_id_are_refused()
    {
        Func<CodeRunProtection> make = () => new CodeRunProtection("k", Key(1)).ReadingAlso("k", Key(2));
        make.Should().Throw<ArgumentException>().WithMessage("*'k'*");
    }

    [Fact]
    public void A_key_is_copied_so_that_it_can_be_wiped()
    {
        byte[] key = Key(1);
        CodeRunSeal seal = new(new CodeRunProtection("k", key));
        Array.Clear(key);
        byte[] piece = seal.Seal([1, 2], "run", CodeRunPart.Header).ToArray();
        new CodeRunSeal(new CodeRunProtection("k", Key(1))).Open(piece, "run", CodeRunPart.Header).Should().Equal(1, 2);
    }
}
