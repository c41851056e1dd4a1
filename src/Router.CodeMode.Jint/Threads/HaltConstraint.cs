using Jint;

namespace Router.CodeMode.Jint.Threads;

/// <summary>Jint asks it before each statement: where a step must halt, it throws what no program can catch.</summary>
internal sealed class HaltConstraint : Constraint
{
    private volatile bool _halt;

    public void Halt() => _halt = true;

    public override void Check()
    {
        if (_halt)
        {
            throw new ProgramHaltedException();
        }
    }

    // Who is told to halt stays halted.
    public override void Reset()
    {
    }
}
