namespace Router.CodeMode.QuickJs.Machines;

/// <summary>What a machine asks of whoever runs it. Both are called inside of the machine: what they throw ends it.</summary>
internal interface IMachineHost
{
    /// <summary>The program has run for a while: whoever wants it to end throws.</summary>
    void Poll();

    /// <summary>The program's one door: a function of the host was called.</summary>
    /// <param name="function">The function's number.</param>
    /// <param name="count">How many arguments there are.</param>
    /// <param name="arguments">Where they are, for <see cref="QuickJsMachine.Argument"/>.</param>
    void Call(int function, int count, int arguments);
}
