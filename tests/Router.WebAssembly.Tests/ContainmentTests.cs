using Router.CodeMode.QuickJs.Generated;
using Router.WebAssembly.Compiler;
using Router.WebAssembly.Tests.Oracle;
using Router.WebAssembly.Tests.Support;

namespace Router.WebAssembly.Tests;

/// <summary>Masked code reaches nothing but its own reservation: proven of its IL, and tried with hostile addresses.</summary>
public class ContainmentTests
{
    private const int QuickJsAddressBits = 27;
    private const int AddressBits = 18;
    private const int FirstSeed = 70_000;
    private const int Modules = 40;
    private const int Rounds = 4;

    [Fact]
    public void Every_access_and_indirect_call_of_QuickJs_is_proven()
    {
        var doubts = AddressProof.Doubts(typeof(QuickJsModule), QuickJsAddressBits, out var accesses);

        doubts.Should().BeEmpty();
        accesses.Should().BeGreaterThan(10_000, "that is what there is to prove");
    }

    [Fact]
    public void The_proof_doubts_what_is_not_masked()
    {
        var unmasked = Instance.Load(new RandomModule(FirstSeed, hostile: true).Bytes, MemoryMode.Checked);

        AddressProof.Doubts(unmasked.BaseType!, 20, out _).Should().Contain(doubt => doubt.Contains("stind", StringComparison.Ordinal));
    }

    [Fact]
    public void Random_modules_with_hostile_addresses_never_touch_a_byte_outside()
    {
        var written = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Modules; seed++)
        {
            var module = new RandomModule(seed, hostile: true);
            var type = Instance.Load(module.Bytes, MemoryMode.Masked, AddressBits);
            AddressProof.Doubts(type.BaseType!, AddressBits, out _).Should().BeEmpty($"seed {seed}");
            for (var round = 0; round < Rounds * module.Signatures.Count; round++)
            {
                var function = round % module.Signatures.Count;
                var arguments = module.Arguments(module.Signatures[function]);
                using var instance = Instance.Create(type, pages: 3);
                using var guarded = new GuardedMemory(instance.Module, AddressBits);
                try
                {
                    instance.Call($"run{function}", arguments);
                }
                catch (WasmTrapException)
                {
                    // A trap is as good an end as any.
                }

                guarded.TouchedOutside().Should().BeFalse($"seed {seed}, run{function}");
                written += guarded.TouchedInside() ? 1 : 0;
            }
        }

        written.Should().BeGreaterThan(Modules, "the modules are to write");
    }
}
