namespace Router.CodeMode.Workers.Wire;

/// <summary>One whole frame, as the head of <c>Harness/harness.js</c> describes them.</summary>
/// <param name="Letter">What it is, in upper case.</param>
/// <param name="Body">Its UTF-8 text, valid until the next frame is read.</param>
internal readonly record struct Frame(char Letter, ReadOnlyMemory<byte> Body)
{
    public const char Run = 'R';

    public const char Event = 'E';

    public const char End = 'X';

    public const char Loaded = 'L';

    public const char Step = 'S';

    public const char Failed = 'F';
}
