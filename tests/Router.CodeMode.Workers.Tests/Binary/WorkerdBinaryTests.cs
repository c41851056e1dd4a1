using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Binary;

namespace Router.CodeMode.Workers.Tests.Binary;

public sealed class WorkerdBinaryTests : IDisposable
{
    private static readonly string File = OperatingSystem.IsWindows() ? "workerd.exe" : "workerd";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("router-binary-");

    [Fact]
    public void A_missing_one_names_the_package_and_the_options()
    {
        Action find = () => WorkerdBinary.Find(null, _directory.FullName);
        find.Should().Throw<ScriptEngineException>().Which.Message.Should()
            .Contain("Router.CodeMode.Workers.Runtime.").And.Contain("WorkersOptions.WorkerdPath").And.Contain("WorkersOptions.Url");
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_told_by_the_first_program()
    {
        await using WorkersEngine engine = new(new WorkersOptions { WorkerdPath = "/nowhere/workerd" });
        Func<Task> run = () => engine.RunAsync("return 1");
        (await run.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*WorkerdPath*/nowhere/workerd*");
        await run.Should().ThrowAsync<ScriptEngineException>("a place in the queue must not be lost by it");
    }

    [Fact]
    public async Task Another_program_is_not_taken_for_it()
    {
        await using WorkersEngine engine = new(new WorkersOptions { WorkerdPath = "/bin/false" });
        Func<Task> run = () => engine.RunAsync("return 1");
        (await run.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*ended with 1 before it was ready*");
    }

    [Fact]
    public void The_one_beside_the_application_comes_before_one_of_npm_above_it()
    {
        string rid = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Expected("runtimes")))!)!;
        string npm = Make("node_modules", "@cloudflare", NpmName(rid), "bin", File);
        string application = Path.Combine(_directory.FullName, "app", "bin");
        Directory.CreateDirectory(application);
        WorkerdBinary.Find(null, application).Should().Be(npm);

        string packed = Make("app", "bin", "runtimes", rid, "native", File);
        WorkerdBinary.Find(null, application).Should().Be(packed);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    // The message says where it was looked for.
    private string Expected(string folder)
    {
        try
        {
            return WorkerdBinary.Find(null, _directory.FullName);
        }
        catch (ScriptEngineException exception)
        {
            string rest = exception.Message[exception.Message.IndexOf(Path.Combine(_directory.FullName, folder), StringComparison.Ordinal)..];
            return rest[..rest.IndexOf(',', StringComparison.Ordinal)];
        }
    }

    private static string NpmName(string rid) => rid switch
    {
        "linux-x64" => "workerd-linux-64",
        "linux-arm64" => "workerd-linux-arm64",
        "osx-x64" => "workerd-darwin-64",
        "osx-arm64" => "workerd-darwin-arm64",
        _ => "workerd-windows-64",
    };

    private string Make(params string[] parts)
    {
        string path = Path.Combine([_directory.FullName, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, string.Empty);
        return path;
    }
}
