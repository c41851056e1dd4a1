using Router.Emulators;

return await EmulatorProgram.RunAsync(args, Console.Out, Console.Error);
