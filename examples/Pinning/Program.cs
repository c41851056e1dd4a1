using Pinning;
using Router.Emulators;

// dotnet run --project examples/Pinning      no keys: the three providers are emulated on loopback
await using EmulatorHost emulators = await EmulatorHost.StartAsync();
EmulatorEnvironment.Apply(emulators);
DirectoryInfo folder = Directory.CreateTempSubdirectory("router-pinning-");
try
{
    string configuration = Path.Combine(folder.FullName, "providers.json");
    File.Copy(Path.Combine(AppContext.BaseDirectory, "providers.json"), configuration);
    return await new Tour(emulators, configuration).RunAsync() ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
