namespace Router.CodeMode.Tests.Execution;

/// <summary>
/// A program of a seed: calls one by one, side by side, raced, not awaited, failing, deferred, refused until decided, and timers. Its value
/// does not depend on the order in which results come, so that it is the same however often it slept.
/// </summary>
internal static class RandomProgram
{
    internal static ScriptedProgram Of(int seed, bool sleeps = true) => async host =>
    {
        Random random = new(seed);
        long sum = 0;
        int rounds = 3 + random.Next(4);
        for (int round = 0; round < rounds; round++)
        {
            host.Log($"round {round}");
            switch (random.Next(sleeps ? 8 : 7))
            {
                case 0:
                    sum += await One(host, "f", random);
                    break;
                case 1:
                    int width = 1 + random.Next(5);
                    sum += (await Task.WhenAll(Enumerable.Range(0, width).Select(_ => One(host, "f", random)))).Sum();
                    break;
                case 2:
                    await Task.WhenAny(One(host, "f", random), One(host, "read", random));
                    break;
                case 3:
                    sum += await One(host, "pay", random);
                    break;
                case 4:
                    sum += await One(host, "later", random);
                    break;
                case 5:
                    _ = One(host, "f", random);
                    break;
                case 6:
                    sum += await One(host, random.Next(2) == 0 ? "fails" : "unknown.name", random);
                    break;
                case 7:
                    await host.Call("$sleep", "[5]");
                    break;
            }
        }

        return $"{sum}";
    };

    /// <summary>What every function of these programs answers.</summary>
    internal static string Answer(string name, int argument) => $"{(argument * 31) + name.Length}";

    private static async Task<long> One(ScriptedHost host, string name, Random random)
    {
        try
        {
            return long.Parse((await host.Call(name, $"[{random.Next(1000)}]"))!);
        }
        catch (ScriptedCallError error)
        {
            return error.Json.Contains("InDoubt") ? 0 : 1;
        }
    }
}
