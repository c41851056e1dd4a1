using System.Text;
using Router.Configuration.References;

namespace Router.Tests.Configuration;

public sealed class MachineEnvironmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("router-files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(9999)]
    [InlineData(10_000)]
    public void A_file_up_to_the_limit_is_read_whole(int length)
    {
        string path = Path.Combine(_folder, "file");
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', length));
        File.WriteAllBytes(path, bytes);

        FileContent content = MachineEnvironment.Instance.Read(path, 10_000);

        content.Bytes.Should().Equal(bytes);
        content.Fault.Should().BeNull();
        content.Stamp.Should().Be(MachineEnvironment.Instance.Stamp(path)).And.Match<FileStamp>(stamp => stamp.Length == length);
    }

    [Fact]
    public void A_larger_file_is_refused()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, new byte[10_001]);

        MachineEnvironment.Instance.Read(path, 10_000).Fault.Should().Be("is too large");
    }

    [Fact]
    public void What_is_not_there_and_what_is_no_file_has_a_fault_and_no_stamp()
    {
        MachineEnvironment.Instance.Read(Path.Combine(_folder, "none", "file"), 10).Fault.Should().Be("does not exist");
        MachineEnvironment.Instance.Stamp(Path.Combine(_folder, "none")).Should().BeNull();
        MachineEnvironment.Instance.Read(_folder, 10).Fault.Should().NotBeNull();
        MachineEnvironment.Instance.Stamp(_folder).Should().BeNull();
    }
}
