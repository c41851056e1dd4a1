namespace Router.CodeMode.QuickJs.Machines;

/// <summary>
/// A machine that is ready to run, of which each program gets a copy: what one does to it no other ever sees. Made at the first use, by
/// whoever comes first, while the others wait. Thread-safe.
/// </summary>
/// <param name="build">Makes it.</param>
internal sealed class MachineTemplate(Func<MachineImage> build)
{
    private readonly Lock _gate = new();
    private volatile MachineImage? _image;

    /// <summary>Whether it is there.</summary>
    public bool IsMade => _image is not null;

    /// <summary>Makes it, where it is not there.</summary>
    public bool Make() => (_image ?? Build()) is not null;

    /// <summary>A copy that may use so much memory.</summary>
    public QuickJsMachine Copy(long memoryBytes)
    {
        MachineImage image = _image ?? Build();
        QuickJsMachine machine = new(memoryBytes);
        try
        {
            image.Give(machine);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    // Not a Lazy, which would keep a failure for good.
    private MachineImage Build()
    {
        lock (_gate)
        {
            return _image ??= build();
        }
    }
}
