using System.Diagnostics;
using CodeModeExample;

// dotnet run --project examples/CodeMode      no keys: OpenAI is emulated on loopback, and its model says what this example has it say
//
// Five hundred functions, two tools. The first process solves a task over them in two tool calls, and then starts a payment that a person has
// to approve; it ends while the program waits. The second one has the approval, and the program goes on where it was.
switch (args)
{
    case ["begin", string folder]:
        return await new Office(folder).BeginAsync() ? 0 : 1;
    case ["approve", string folder]:
        return await new Office(folder).ApproveAsync() ? 0 : 1;
}

DirectoryInfo place = Directory.CreateTempSubdirectory("router-code-mode-");
try
{
    int begun = await RunAsync("begin", place.FullName);
    return begun != 0 ? begun : await RunAsync("approve", place.FullName);
}
finally
{
    place.Delete(recursive: true);
}

static async Task<int> RunAsync(string step, string folder)
{
    ProcessStartInfo start = new(Environment.ProcessPath!);
    if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
    {
        start.ArgumentList.Add(typeof(Office).Assembly.Location);
    }

    start.ArgumentList.Add(step);
    start.ArgumentList.Add(folder);
    using Process process = Process.Start(start)!;
    await process.WaitForExitAsync();
    return process.ExitCode;
}
