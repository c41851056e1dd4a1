using System.Text;
using Router.Pinning;

namespace Router.Tests.Pinning;

public sealed class PinLockFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-pins-");

    private string LockPath => Path.Combine(_folder.FullName, "providers.lock.json");

    [Fact]
    public void The_text_is_sorted_indented_by_two_and_ends_lines_with_line_feeds()
    {
        string text = Encoding.UTF8.GetString(PinLockFile.Format(PinLocks.Sample));

        text.Should().Be(PinLocks.Text);
        text.Should().NotContain("\r");
    }

    [Fact]
    public void The_text_depends_on_the_entries_and_not_on_their_order() =>
        PinLockFile.Format(new PinLock(PinLocks.Sample.Entries.Reverse())).Should().Equal(PinLockFile.Format(PinLocks.Sample));

    [Fact]
    public void What_is_written_is_read_back()
    {
        PinLockFile.Write(LockPath, PinLocks.Sample);

        PinLockFile.Read(LockPath).Entries.Should().Equal(PinLocks.Sample.Entries);
        _folder.GetFiles().Should().ContainSingle("no temporary file is left");
    }

    [Fact]
    public void A_missing_file_is_an_empty_lock() => PinLockFile.Read(LockPath).Entries.Should().BeEmpty();

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_read() =>
        PinLockFile.Parse(Encoding.UTF8.GetBytes("\uFEFF" + PinLocks.Text.Replace("\n", "\r\n", StringComparison.Ordinal)))
            .Entries.Should().Equal(PinLocks.Sample.Entries);

    [Fact]
    public void Writing_replaces_the_file_behind_a_link_and_keeps_the_link()
    {
        string real = Path.Combine(_folder.FullName, "real.json");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(LockPath, real);

        PinLockFile.Write(LockPath, PinLocks.Sample);

        File.ReadAllText(real).Should().Be(PinLocks.Text);
        new FileInfo(LockPath).LinkTarget.Should().Be(real);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(LockPath);

        Action write = () => PinLockFile.Write(LockPath, PinLocks.Sample);

        write.Should().Throw<PinLockException>().WithMessage($"The lock file '{LockPath}' cannot be written: *");
        _folder.GetFiles().Should().BeEmpty();
    }

    [Fact]
    public void A_provider_is_found_without_regard_to_case_and_a_model_with_it()
    {
        PinLocks.Sample.Find("OpenAI", "gpt-4o-mini")!.Version.Should().Be("gpt-4o-mini-2024-07-18");
        PinLocks.Sample.Find("openai", "GPT-4o-mini").Should().BeNull();
        PinLocks.Sample.Find("openai", "gpt-4o").Should().BeNull("only a version of it is locked, not its name");
        PinLocks.Sample.Find("openai", "gpt-4o", "gpt-4o-2024-08-06").Should().NotBeNull();
    }

    [Fact]
    public void Two_entries_of_one_name_are_refused()
    {
        Action make = () => _ = new PinLock([PinLocks.Sample.Entries[0], PinLocks.Sample.Entries[0] with { Version = "other" }]);

        make.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("\"lockVersion\": 1", "\"lockVersion\": 2", 2, "lockVersion", "the format 2 is not known, only 1")]
    [InlineData("\"lockVersion\": 1,", "", 1, "lockVersion", "'lockVersion' is missing")]
    [InlineData("\"kind\": \"digest\"", "\"kind\": \"digst\"", 38, "pins[3].kind", "must be 'snapshot', 'digest' or 'schema'.")]
    [InlineData("\"kind\": \"digest\",", "", 33, "pins[3].kind", "'kind' is missing.")]
    [InlineData("7762fd07", "7762fd0", 39, "pins[3].version", "must be 64 hex digits.")]
    [InlineData("sha256:", "md5:", 12, "pins[0].schemaDigest", "must be 'sha256:' and 64 hex digits.")]
    [InlineData("2026-05-30", "30.5.2026", 13, "pins[0].deprecation", "must be a day such as 2026-01-31.")]
    [InlineData("2026-01-02T03:04:05Z", "yesterday", 11, "pins[0].resolvedAt", "must be a time such as 2026-01-31T12:00:00Z.")]
    [InlineData("\"type\": \"workers-ai\"", "\"typ\": \"workers-ai\"", 6, "pins[0].typ", "there is no such property in a lock file")]
    [InlineData("\"provider\": \"openai\",\n      \"type\": \"openai\",\n      \"model\": \"gpt-4o-mini\",\n      \"source\": \"gpt-4o-mini\"", "\"provider\": \"OPENAI\",\n      \"type\": \"openai\",\n      \"model\": \"gpt-4o\",\n      \"source\": \"gpt-4o-2024-08-06\"", 24, "pins[2]", "is locked twice, first in pins[1]")]
    public void Every_fault_is_named_with_file_line_and_path(string right, string wrong, int line, string path, string message)
    {
        PinLockException fault = Refuse(PinLocks.Text.Replace(right, wrong, StringComparison.Ordinal), right != wrong);

        fault.Path.Should().Be(path);
        fault.Fault.Should().Contain(message);
        fault.Line.Should().Be(line);
        fault.Message.Should().StartWith($"providers.lock.json:{fault.Line} {path}: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"lockVersion\": 1 }")]
    [InlineData("{ \"lockVersion\": 1, \"pins\": [ null ] }")]
    [InlineData("{ \"lockVersion\": 1, \"lockVersion\": 1, \"pins\": [] }")]
    [InlineData("{ \"lockVersion\": 1, \"pins\": [], \"extra\": 1 }")]
    [InlineData("{ \"lockVersion\": \"1\", \"pins\": [] }")]
    [InlineData("<<<<<<< ours")]
    public void What_is_no_lock_file_is_refused(string text) => Refuse(text, changed: true);

    [Fact]
    public void A_later_format_is_told_by_its_number_even_where_it_has_members_unknown_here() =>
        Refuse("{ \"lockVersion\": 7, \"entries\": {} }", changed: true).Fault.Should().StartWith("the format 7 is not known");

    public void Dispose() => _folder.Delete(recursive: true);

    private static PinLockException Refuse(string text, bool changed)
    {
        changed.Should().BeTrue();
        text.Should().NotBe(PinLocks.Text);
        Action parse = () => PinLockFile.Parse(Encoding.UTF8.GetBytes(text), "providers.lock.json");
        return parse.Should().Throw<PinLockException>().Which;
    }
}
