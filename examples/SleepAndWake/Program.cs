using System.Diagnostics;
using SleepAndWake;

// A program that a model might have written makes three calls, then one that a person has to approve. Its process ends. Another process wakes
// it with the approval: it goes on where it was, and no call is made twice. Everything lies in one folder, which stands for a database.
switch (args)
{
    case ["begin", string folder]:
        return await Errand.BeginAsync(folder);
    case ["wake", string folder]:
        return await Errand.WakeAsync(folder);
}

DirectoryInfo place = Directory.CreateTempSubdirectory("router-sleep-and-wake-");
try
{
    int begun = await RunAsync("begin", place.FullName);
    int woken = begun == 0 ? await RunAsync("wake", place.FullName) : begun;
    return woken;
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
        start.ArgumentList.Add(typeof(Errand).Assembly.Location);
    }

    start.ArgumentList.Add(step);
    start.ArgumentList.Add(folder);
    using Process process = Process.Start(start)!;
    await process.WaitForExitAsync();
    return process.ExitCode;
}
