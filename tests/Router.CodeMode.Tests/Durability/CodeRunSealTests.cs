using Router.CodeMode.Durability;
using static Router.CodeMode.Tests.Durability.SealedRuns;

namespace Router.CodeMode.Tests.Durability;

public sealed class CodeRunSealTests
{
    private const string Run = "run:1";
    private const string Secret = "The secret of the customer is 4711, and that of his wife is 4712.";

    private static readonly CodeRunSeal Plain = new();
    private static readonly CodeRunSeal Encrypted = new(new CodeRunProtection("k1", Key(1)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(600_000)]
    public void What_was_sealed_is_opened_as_it_was(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);
        foreach (byte[] piece in new[] { Memory(length, length), noise, new byte[length] })
        {
            foreach (CodeRunSeal seal in new[] { Plain, Encrypted })
            {
                ReadOnlyMemory<byte> sealedPiece = seal.Seal(piece, Run, CodeRunPart.Checkpoint);
                seal.Open(sealedPiece.Span, Run, CodeRunPart.Checkpoint).AsSpan().SequenceEqual(piece).Should().BeTrue();
                sealedPiece.Length.Should().BeLessThanOrEqualTo(length + 100);
            }
        }
    }

    [Fact]
    public void Memory_that_is_mostly_zero_becomes_small() =>
        Encrypted.Seal(Memory(1, 500_000), Run, CodeRunPart.Checkpoint).Length.Should().BeLessThan(250_000);

    [Fact]
    public void Thirty_megabytes_of_nothing_become_a_few_bytes_and_themselves_again()
    {
        byte[] nothing = new byte[30 << 20];
        ReadOnlyMemory<byte> sealedNothing = Plain.Seal(nothing, Run, CodeRunPart.Checkpoint);
        sealedNothing.Length.Should().BeLessThan(1_000);
        Plain.Open(sealedNothing.Span, Run, CodeRunPart.Checkpoint).AsSpan().SequenceEqual(nothing).Should().BeTrue();
    }

    [Fact]
    public void A_piece_is_opened_as_no_other_run_part_or_place()
    {
        foreach (CodeRunSeal seal in new[] { Plain, Encrypted })
        {
            byte[] piece = seal.Seal(Text("entry"), Run, CodeRunPart.Entry, 3).ToArray();
            (string Run, CodeRunPart Part, int Index)[] others =
            [
                ("run:2", CodeRunPart.Entry, 3), ("run:", CodeRunPart.Entry, 3), (Run, CodeRunPart.Entry, 4), (Run, CodeRunPart.Entry, 0),
                (Run, CodeRunPart.Header, 3), (Run, CodeRunPart.Checkpoint, 3),
            ];
            foreach ((string run, CodeRunPart part, int index) in others)
            {
                Func<byte[]> open = () => seal.Open(piece, run, part, index);
                open.Should().Throw<InvalidDataException>().WithMessage($"*'{run}'*another run, part or place*");
            }
        }
    }

    [Fact]
    public void What_is_encrypted_shows_nothing_and_never_looks_the_same_twice()
    {
        byte[] first = Encrypted.Seal(Text(Secret), Run, CodeRunPart.Entry).ToArray();
        byte[] second = Encrypted.Seal(Text(Secret), Run, CodeRunPart.Entry).ToArray();
        first.AsSpan().IndexOf(Text("secret")).Should().Be(-1);
        first.AsSpan(38).SequenceEqual(second.AsSpan(38)).Should().BeFalse();
        Plain.Seal(Text(Secret), Run, CodeRunPart.Entry).Span.IndexOf(Text("secret")).Should().BePositive("there was something to be hidden");
    }

    [Fact]
    public void An_older_key_reads_and_does_not_write()
    {
        byte[] old = Encrypted.Seal(Text("old"), Run, CodeRunPart.Header).ToArray();
        CodeRunSeal rotated = new(new CodeRunProtection("k2", Key(2)).ReadingAlso("k1", Key(1)));
        rotated.Open(old, Run, CodeRunPart.Header).Should().Equal(Text("old"));
        byte[] now = rotated.Seal(Text("new"), Run, CodeRunPart.Header).ToArray();
        rotated.Open(now, Run, CodeRunPart.Header).Should().Equal(Text("new"));
        Func<byte[]> open = () => Encrypted.Open(now, Run, CodeRunPart.Header);
        open.Should().Throw<InvalidDataException>().WithMessage("*header of run 'run:1'*'k2'*not among*");
    }

    [Fact]
    public void A_key_of_the_same_name_is_told_from_damage()
    {
        byte[] piece = Encrypted.Seal(Text(Secret), Run, CodeRunPart.Entry, 7).ToArray();
        Func<byte[]> wrong = () => new CodeRunSeal(new CodeRunProtection("k1", Key(9))).Open(piece, Run, CodeRunPart.Entry, 7);
        wrong.Should().Throw<InvalidDataException>().WithMessage("*entry 7 of run 'run:1'*another key*'k1'*");
        piece[^20] ^= 1;
        Func<byte[]> damaged = () => Encrypted.Open(piece, Run, CodeRunPart.Entry, 7);
        damaged.Should().Throw<InvalidDataException>().WithMessage("*damaged*").Which.Message.Should().NotContain("4711");
        Func<byte[]> keyless = () => Plain.Open(piece, Run, CodeRunPart.Entry, 7);
        keyless.Should().Throw<InvalidDataException>().WithMessage("*encrypted*no key*");
    }

    [Fact]
    public void Where_there_is_a_key_nobody_slips_in_what_is_not_encrypted()
    {
        byte[] forged = Plain.Seal(Text("forged"), Run, CodeRunPart.Entry).ToArray();
        Func<byte[]> open = () => Encrypted.Open(forged, Run, CodeRunPart.Entry);
        open.Should().Throw<InvalidDataException>().WithMessage("*not encrypted*ReadsUnencrypted*");
        CodeRunSeal introducing = new(new CodeRunProtection("k1", Key(1)) { ReadsUnencrypted = true }.ReadingAlso("k0", Key(0)));
        introducing.Open(forged, Run, CodeRunPart.Entry).Should().Equal(Text("forged"));
    }

    [Fact]
    public void A_later_version_is_named()
    {
        byte[] piece = Plain.Seal(Text("a"), Run, CodeRunPart.Entry).ToArray();
        piece[4] = 2;
        Func<byte[]> open = () => Plain.Open(piece, Run, CodeRunPart.Entry);
        open.Should().Throw<InvalidDataException>().WithMessage("*version 2*");
    }

    [Fact]
    public void A_piece_beyond_the_largest_is_refused()
    {
        Func<ReadOnlyMemory<byte>> seal = () => Plain.Seal(new byte[CodeRunSeal.LargestBytes + 1], Run, CodeRunPart.Checkpoint);
        seal.Should().Throw<ArgumentException>().WithMessage($"*{CodeRunSeal.LargestBytes}*");
    }
}
