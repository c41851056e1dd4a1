using System.Buffers.Binary;
using System.IO.Compression;
using Router.CodeMode.Durability;
using static Router.CodeMode.Tests.Durability.SealedRuns;

namespace Router.CodeMode.Tests.Durability;

public sealed class CodeRunSealFuzzTests
{
    private const string Run = "run";
    private const int Head = 14;

    private static readonly CodeRunSeal[] Seals = [new(), new(new CodeRunProtection("k1", Key(1)))];

    [Fact]
    public void A_piece_that_was_cut_anywhere_is_refused()
    {
        foreach ((CodeRunSeal seal, byte[] piece) in Pieces())
        {
            for (int length = 0; length < piece.Length; length++)
            {
                ShouldRefuse(seal, piece[..length]);
            }

            ShouldRefuse(seal, [.. piece, 0]);
        }
    }

    [Fact]
    public void A_piece_with_any_one_bit_turned_is_refused()
    {
        foreach ((CodeRunSeal seal, byte[] piece) in Pieces())
        {
            for (int bit = 0; bit < piece.Length * 8; bit++)
            {
                byte[] turned = [.. piece];
                turned[bit / 8] ^= (byte)(1 << (bit % 8));
                ShouldRefuse(seal, turned);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_but_what_was_sealed_is_opened(int seed)
    {
        Random random = new(seed);
        (CodeRunSeal Seal, byte[] Piece)[] pieces = [.. Pieces()];
        for (int turn = 0; turn < 20_000; turn++)
        {
            (CodeRunSeal seal, byte[] piece) = pieces[random.Next(pieces.Length)];
            byte[] mutated = Mutate(random, piece, pieces[random.Next(pieces.Length)].Piece);
            if (!pieces.Any(item => mutated.AsSpan().SequenceEqual(item.Piece)))
            {
                ShouldRefuse(seal, mutated);
            }
        }
    }

    [Theory]
    [InlineData(CodeRunSeal.LargestBytes)]
    [InlineData(CodeRunSeal.LargestBytes + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_forged_length_takes_no_memory(int stated)
    {
        // Compressed and with the right checksum, as only somebody who means harm makes it.
        byte[] compressed = new byte[200];
        BrotliEncoder.TryCompress(new byte[5_000], compressed, out int length, 4, 22).Should().BeTrue();
        byte[] forged = Forge(compressed.AsSpan(0, length), stated);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ShouldRefuse(Seals[0], forged);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void More_than_is_stated_is_never_unpacked()
    {
        byte[] compressed = new byte[1_000];
        BrotliEncoder.TryCompress(new byte[64 << 20], compressed, out int length, 4, 22).Should().BeTrue();
        byte[] forged = Forge(compressed.AsSpan(0, length), 100_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ShouldRefuse(Seals[0], forged);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    private static IEnumerable<(CodeRunSeal Seal, byte[] Piece)> Pieces()
    {
        foreach (CodeRunSeal seal in Seals)
        {
            yield return (seal, seal.Seal(Text("a small entry"), Run, CodeRunPart.Entry, 5).ToArray());
            yield return (seal, seal.Seal(Memory(4, 400), Run, CodeRunPart.Entry, 5).ToArray());
        }
    }

    private static byte[] Forge(ReadOnlySpan<byte> compressed, int stated)
    {
        byte[] forged = new byte[Head + compressed.Length + 16];
        "RCRS"u8.CopyTo(forged);
        forged[4] = 1;
        forged[5] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(6), stated);
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(10), compressed.Length);
        compressed.CopyTo(forged.AsSpan(Head));
        byte[] context = CodeRunSealContext.Of(forged.AsSpan(0, Head), Run, CodeRunPart.Entry, 5);
        CodeRunSealContext.Checksum(context, compressed, forged.AsSpan(Head + compressed.Length));
        return forged;
    }

    private static byte[] Mutate(Random random, byte[] piece, byte[] other)
    {
        byte[] mutated = [.. piece];
        switch (random.Next(4))
        {
            case 0:
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                break;
            case 1:
                // The head is where the decisions are.
                for (int changes = random.Next(1, 6); changes > 0; changes--)
                {
                    mutated[random.Next(Math.Min(mutated.Length, 40))] = (byte)(random.Next(2) == 0 ? random.Next(256) : random.Next(2) * 255);
                }

                break;
            case 2:
                int cut = random.Next(Math.Min(piece.Length, other.Length));
                mutated = [.. piece.AsSpan(0, cut), .. other.AsSpan(cut)];
                break;
            default:
                int at = random.Next(mutated.Length);
                mutated = [.. mutated.AsSpan(0, at), .. mutated.AsSpan(random.Next(at, mutated.Length))];
                break;
        }

        return mutated;
    }

    private static void ShouldRefuse(CodeRunSeal seal, byte[] piece)
    {
        try
        {
            seal.Open(piece, Run, CodeRunPart.Entry, 5);
        }
        catch (InvalidDataException)
        {
            return;
        }

        throw new InvalidOperationException("It was opened: " + Convert.ToHexString(piece.AsSpan(0, Math.Min(64, piece.Length))));
    }
}
