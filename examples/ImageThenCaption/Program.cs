// An image from one provider, its caption from another: all of it but the first two lines is what an application writes.
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Router.Emulators;

await using EmulatorHost emulators = await EmulatorHost.StartAsync(); // No keys here: the providers are emulated on loopback,
EmulatorEnvironment.Apply(emulators);                                  // and the environment variables point at them.

ServiceCollection services = new();
services.AddRouter(Path.Combine(AppContext.BaseDirectory, "providers.json")).AddDefaultProviders();
await using ServiceProvider provider = services.BuildServiceProvider();
IImageGenerator painter = provider.GetRequiredKeyedService<IImageGenerator>("painter");
IChatClient captioner = provider.GetRequiredKeyedService<IChatClient>("captioner");

ImageGenerationResponse painting = await painter.GenerateImagesAsync("a red circle on a blue background");
DataContent image = painting.Contents.OfType<DataContent>().First();
ChatResponse caption = await captioner.GetResponseAsync(
    new ChatMessage(ChatRole.User, [new TextContent("Describe this image in one sentence."), image]));

Console.WriteLine($"{image.MediaType}, {image.Data.Length} bytes: {caption.Text} ({caption.ModelId})");
return caption.Text.Length > 0 ? 0 : 1;
