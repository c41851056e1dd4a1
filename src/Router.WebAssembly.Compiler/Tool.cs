namespace Router.WebAssembly.Compiler;

/// <summary>The command line of the compiler.</summary>
internal static class Tool
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            var options = ToolOptions.Parse(arguments);
            var result = WasmCompiler.Compile(File.ReadAllBytes(options.Module), options.ToCompilerOptions());
            File.WriteAllBytes(options.Output, result.Assembly.ToArray());
            var largest = result.Methods.MaxBy(method => method.Instructions);
            output.WriteLine(
                $"{options.Output}: {result.Methods.Count} functions, {result.Assembly.Length} bytes; the largest, {largest?.Name}, has {largest?.Instructions} instructions.");
            return Done;
        }
        catch (WasmFormatException exception)
        {
            error.WriteLine($"error: {exception.Message}");
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            error.WriteLine($"error: {exception.Message}");
            return Failed;
        }
        catch (ArgumentException exception)
        {
            error.WriteLine($"error: {exception.Message}");
            error.WriteLine(ToolOptions.Usage);
            return Misused;
        }
    }
}
