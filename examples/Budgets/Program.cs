using Budgets;
using Router.Emulators;

// dotnet run --project examples/Budgets      no keys: the providers are emulated on loopback
await using EmulatorHost emulators = await EmulatorHost.StartAsync();
EmulatorEnvironment.Apply(emulators);
return await new Tour(Path.Combine(AppContext.BaseDirectory, "providers.json")).RunAsync() ? 0 : 1;
