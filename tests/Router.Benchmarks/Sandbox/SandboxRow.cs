namespace Router.Benchmarks.Sandbox;

/// <summary>One row of the table: a program, how often it runs, and how many at a time.</summary>
internal sealed record SandboxRow(string Name, string Source, int Runs, int AtOnce, TimeSpan Delay)
{
    internal static IReadOnlyList<SandboxRow> All { get; } =
    [
        new("no call", "return 1;", 300, 1, TimeSpan.Zero),
        new("3 calls", "let n = 0; for (let i = 0; i < 3; i++) n += await tools.echo(i); return n;", 300, 1, TimeSpan.Zero),
        new("64 at once, a call of 50 ms", "return await tools.echo(1);", 512, 64, TimeSpan.FromMilliseconds(50)),
        new("loop of 30 million", "let n = 0; for (let i = 0; i < 30e6; i++) n = (n + i) | 0; return n;", 3, 1, TimeSpan.Zero),
        new("1 MB of JSON sorted",
            "const rows = []; for (let i = 0; i < 12000; i++) rows.push({ id: (i * 7919) % 12007, name: 'row ' + i, tags: ['a', 'b'], value: i / 3 }); "
            + "const text = JSON.stringify(rows); const back = JSON.parse(text).sort((a, b) => a.id - b.id); return [text.length, back[0].id];",
            10, 1, TimeSpan.Zero),
    ];
}
