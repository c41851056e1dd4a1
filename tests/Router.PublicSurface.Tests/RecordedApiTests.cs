using System.Reflection;

namespace Router.PublicSurface.Tests;

/// <summary>
/// The public API is written down beside this file. A change to it is made on purpose: run the tests with the environment variable
/// ROUTER_RECORD_API=1 and commit what they write.
/// </summary>
public sealed class RecordedApiTests
{
    public static TheoryData<string> Assemblies => new(Surface.Assemblies.Select(assembly => assembly.GetName().Name!));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_api_is_the_recorded_one(string name)
    {
        Assembly assembly = Surface.Assemblies.Single(item => item.GetName().Name == name);
        string path = Path.Combine(Repository.Folder, "tests", "Router.PublicSurface.Tests", name + ".txt");
        string actual = ApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable("ROUTER_RECORD_API") == "1")
        {
            File.WriteAllText(path, actual);
        }

        File.Exists(path).Should().BeTrue("the API of {0} is recorded beside the test", name);
        actual.Should().Be(File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
