using Router.WebAssembly.Compiler;

return Tool.Run(args, Console.Out, Console.Error);
