namespace Router.Emulators.Http;

/// <summary>Leaves a handler at once with the service's own error answer.</summary>
internal sealed class RejectedException(EmulatorResponse answer) : Exception
{
    public EmulatorResponse Answer { get; } = answer;
}
