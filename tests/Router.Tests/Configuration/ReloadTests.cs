using Microsoft.Extensions.Primitives;
using Router.Configuration.Sources;
using Router.TestKit;

namespace Router.Tests.Configuration;

public sealed class ReloadTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeEnvironment _machine = Given.Environment();
    private readonly FileConfigSource _source;

    public ReloadTests()
    {
        _machine.Write(Given.FileName, Json("one"));
        _source = new FileConfigSource(Given.FileName, _clock, null, _machine);
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void A_changed_file_fires_once_and_loads_anew()
    {
        RouterConfigSnapshot before = _source.Load(Given.Context);
        IChangeToken token = _source.GetReloadToken();

        _machine.Write(Given.FileName, Json("two"));
        _clock.Advance(Interval - TimeSpan.FromTicks(1));
        token.HasChanged.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        token.HasChanged.Should().BeTrue();

        IChangeToken next = _source.GetReloadToken();
        RouterConfigSnapshot after = _source.Load(Given.Context);
        _clock.Advance(Interval * 5);

        after.Config.Routes["r"].Targets[0].Model.Should().Be("two");
        after.Revision.Should().NotBe(before.Revision);
        next.HasChanged.Should().BeFalse();
    }

    [Fact]
    public void A_change_nobody_loads_does_not_fire_again()
    {
        _source.Load(Given.Context);
        int fired = Count();

        _machine.Write(Given.FileName, Json("two"));
        _clock.Advance(Interval * 5);

        fired.Should().Be(0);
        _fired.Should().Be(1);
    }

    [Fact]
    public void A_file_that_was_only_touched_does_not_fire_and_is_read_once()
    {
        _source.Load(Given.Context);
        Count();
        int reads = _machine.Reads;

        _machine.Write(Given.FileName, Json("one"));
        _clock.Advance(Interval * 5);

        _fired.Should().Be(0);
        _machine.Reads.Should().Be(reads + 1);
    }

    [Fact]
    public void A_bad_file_fires_and_throws_and_the_good_one_after_it_fires_again()
    {
        _source.Load(Given.Context);
        Count();

        _machine.Write(Given.FileName, "{ broken");
        _clock.Advance(Interval);
        _fired.Should().Be(1);
        Given.Errors(() => _source.Load(Given.Context)).Should().ContainSingle();
        _clock.Advance(Interval * 3);
        _fired.Should().Be(1);

        _machine.Write(Given.FileName, Json("three"));
        _clock.Advance(Interval);
        _fired.Should().Be(2);
        _source.Load(Given.Context).Config.Routes["r"].Targets[0].Model.Should().Be("three");
    }

    [Fact]
    public void A_file_that_vanishes_for_a_moment_is_no_change()
    {
        _source.Load(Given.Context);
        Count();

        _machine.Delete(Given.FileName);
        _clock.Advance(Interval * 2);
        _machine.Write(Given.FileName, Json("one"));
        _clock.Advance(Interval * 2);

        _fired.Should().Be(0);
    }

    [Fact]
    public void A_file_that_was_missing_at_the_load_fires_when_it_comes()
    {
        _machine.Delete(Given.FileName);
        Given.Errors(() => _source.Load(Given.Context)).Single().Message.Should().Be($"the file '{Path.GetFullPath(Given.FileName)}' does not exist.");
        Count();

        _machine.Write(Given.FileName, Json("one"));
        _clock.Advance(Interval);

        _fired.Should().Be(1);
    }

    [Fact]
    public void A_file_that_a_reference_names_is_watched_too()
    {
        _machine.Write("key", "old");
        _machine.Write(Given.FileName, Given.Provider("""{ "type": "openai", "apiKey": "${file:key}" }"""));
        _source.Load(Given.Context).Config.Providers["p"].Settings.Text("apiKey").Should().Be("old");
        Count();

        _machine.Write("key", "new");
        _clock.Advance(Interval);

        _fired.Should().Be(1);
        _source.Load(Given.Context).Config.Providers["p"].Settings.Text("apiKey").Should().Be("new");
    }

    [Fact]
    public void A_referenced_file_that_was_missing_fires_when_it_comes()
    {
        _machine.Write(Given.FileName, Given.Provider("""{ "type": "openai", "apiKey": "${file:key}" }"""));
        Given.Errors(() => _source.Load(Given.Context));
        Count();

        _machine.Write("key", "new");
        _clock.Advance(Interval);

        _fired.Should().Be(1);
    }

    [Fact]
    public void Nothing_is_watched_before_the_first_load_and_after_disposal()
    {
        _clock.ActiveTimers.Should().Be(0);
        _source.Load(Given.Context);
        _clock.ActiveTimers.Should().Be(1);
        Count();

        _source.Dispose();
        _machine.Write(Given.FileName, Json("two"));
        _clock.Advance(Interval * 3);
        _source.Load(Given.Context);

        _clock.ActiveTimers.Should().Be(0);
        _fired.Should().Be(0);
    }

    [Fact]
    public void A_callback_that_loads_within_the_change_is_served()
    {
        List<string> models = [];
        _source.Load(Given.Context);
        using IDisposable registration = ChangeToken.OnChange(
            _source.GetReloadToken, () => models.Add(_source.Load(Given.Context).Config.Routes["r"].Targets[0].Model));

        foreach (string model in (string[])["two", "three"])
        {
            _machine.Write(Given.FileName, Json(model));
            _clock.Advance(Interval * 2);
        }

        models.Should().Equal("two", "three");
    }

    [Fact]
    public void On_disk_a_file_swapped_by_rename_and_a_link_swapped_to_another_file_are_changes()
    {
        string folder = Directory.CreateTempSubdirectory("router-reload").FullName;
        try
        {
            string path = Path.Combine(folder, "providers.json");
            string link = Path.Combine(folder, "link.json");
            File.WriteAllText(path, Json("one"));
            File.CreateSymbolicLink(link, path);
            using FileConfigSource renamed = new(path, _clock);
            using FileConfigSource linked = new(link, _clock);
            renamed.Load(Given.Context).Config.Routes["r"].Targets[0].Model.Should().Be("one");
            linked.Load(Given.Context);
            IChangeToken byRename = renamed.GetReloadToken();
            IChangeToken byLink = linked.GetReloadToken();

            File.WriteAllText(path + ".new", Json("four"));
            File.Move(path + ".new", path, overwrite: true);
            _clock.Advance(Interval);
            byRename.HasChanged.Should().BeTrue();
            byLink.HasChanged.Should().BeTrue();
            renamed.Load(Given.Context).Config.Routes["r"].Targets[0].Model.Should().Be("four");

            IChangeToken bySwap = linked.GetReloadToken();
            string other = Path.Combine(folder, "other.json");
            File.WriteAllText(other, Json("five5"));
            File.CreateSymbolicLink(link + ".new", other);
            File.Move(link + ".new", link, overwrite: true);
            _clock.Advance(Interval);
            bySwap.HasChanged.Should().BeTrue();
            linked.Load(Given.Context).Config.Routes["r"].Targets[0].Model.Should().Be("five5");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private int _fired;

    private static string Json(string model) =>
        $$"""{ "routes": { "r": { "targets": [ { "provider": "mine", "model": "{{model}}" } ] } } }""";

    private int Count()
    {
        ChangeToken.OnChange(_source.GetReloadToken, () => _fired++);
        return _fired;
    }
}
