using System.Buffers.Binary;
using System.Text;
using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Durability;

/// <summary>What is stored is read as it was written, or refused with the one exception that says so.</summary>
public sealed class CodeRunCodecFuzzTests
{
    private static readonly CodeRunSeal Seal = new();
    private static readonly CodeRunCodec Codec = new(Seal);
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_run_cut_at_any_byte_is_refused()
    {
        foreach ((CodeRunPart part, byte[] plain) in Pieces())
        {
            for (int length = 0; length < plain.Length; length++)
            {
                // The engine's state has no form of its own: only what stands before it can be cut.
                Read(part, plain.AsSpan(0, length)).Should().Be(part == CodeRunPart.Checkpoint && length >= plain.Length - State.Length, $"{part} cut at {length}");
            }

            Read(part, plain).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_that_was_changed_is_read_or_refused_and_nothing_else(int seed)
    {
        Random random = new(seed);
        string[] words = ["null", "{}", "[]", "\"\"", "-1", "1e999", "true", "\"\\ud800\"", ",", "}", new string('[', 200)];
        foreach ((CodeRunPart part, byte[] plain) in Pieces())
        {
            for (int round = 0; round < 2_000; round++)
            {
                List<byte> bytes = [.. plain];
                for (int change = random.Next(1, 4); change > 0; change--)
                {
                    int at = random.Next(bytes.Count);
                    switch (random.Next(3))
                    {
                        case 0:
                            bytes[at] = (byte)random.Next(256);
                            break;
                        case 1:
                            bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                            break;
                        default:
                            bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[random.Next(words.Length)]));
                            break;
                    }

                    if (bytes.Count == 0)
                    {
                        break;
                    }
                }

                Read(part, [.. bytes]);
            }
        }
    }

    [Theory]
    [InlineData("Header", "{\"version\":1,\"header\":null,\"entries\":0}")]
    [InlineData("Entry", "{\"entry\":null,\"meters\":{}}")]
    [InlineData("Checkpoint", "{\"version\":1,\"events\":0,\"calls\":0,\"logs\":null,\"logsDropped\":0,\"meters\":{}}")]
    [InlineData("Checkpoint", "{\"version\":1,\"events\":0,\"calls\":0,\"logs\":[],\"logsDropped\":0,\"meters\":null}")]
    public void What_must_be_there_is_not_read_as_nothing(string part, string json)
    {
        byte[] plain = Encoding.UTF8.GetBytes(json);
        CodeRunPart of = Enum.Parse<CodeRunPart>(part);
        Read(of, of == CodeRunPart.Checkpoint ? Framed(plain, []) : plain).Should().BeFalse();
    }

    private static byte[] State { get; } = [1, 2, 3, 4, 5];

    /// <summary>Whether it is read; whatever else is thrown fails the test.</summary>
    private static bool Read(CodeRunPart part, ReadOnlySpan<byte> plain)
    {
        ReadOnlyMemory<byte> sealedPiece = Seal.Seal(plain.ToArray(), "run", part);
        try
        {
            switch (part)
            {
                case CodeRunPart.Header:
                    Codec.ReadHeader(sealedPiece, "run").Header.RunId.Should().Be("run");
                    break;
                case CodeRunPart.Entry:
                    Codec.ReadEntry(sealedPiece, "run", 0).Entry.Should().NotBeNull();
                    break;
                default:
                    Codec.ReadCheckpoint(sealedPiece, "run").Checkpoint.Logs.Should().NotBeNull();
                    break;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static (CodeRunPart Part, byte[] Plain)[] Pieces()
    {
        StoredHeader header = new()
        {
            Version = CodeRunCodec.Version,
            Header = new CodeJournalHeader
            {
                RunId = "run",
                Source = "return \"é\"",
                Seed = ulong.MaxValue,
                StartTime = At,
                Limits = CodeLimits.Default,
                Engine = "e",
                SessionId = "s",
            },
            Entries = 3,
        };
        StoredEntry entry = new()
        {
            Entry = new CodeJournalEntry
            {
                Kind = CodeJournalKind.Rejected,
                Call = 7,
                At = At,
                Json = "[\"x\"]",
                Error = CodeErrors.Cancelled(),
                Approval = new CodeApproval(false, "no"),
            },
            Meters = new MeterState { Cpu = TimeSpan.FromMilliseconds(5), Slices = 3 },
        };
        CheckpointState checkpoint = new()
        {
            Version = CodeRunCodec.Version,
            Build = "e/1",
            Events = 2,
            Calls = 3,
            Logs = [new CodeLog("log", "hi")],
            LogsDropped = 0,
            Meters = new MeterState(),
            Ended = true,
            Value = "{\"a\":1}",
        };
        return
        [
            (CodeRunPart.Header, Seal.Open(Codec.Write(header).Span, "run", CodeRunPart.Header)),
            (CodeRunPart.Entry, Seal.Open(Codec.Write(entry, "run", 0).Span, "run", CodeRunPart.Entry)),
            (CodeRunPart.Checkpoint, Seal.Open(Codec.Write(checkpoint, State, "run").Span, "run", CodeRunPart.Checkpoint)),
        ];
    }

    private static byte[] Framed(byte[] said, byte[] state)
    {
        byte[] whole = [0, 0, 0, 0, .. said, .. state];
        BinaryPrimitives.WriteInt32LittleEndian(whole, said.Length);
        return whole;
    }
}
