namespace Router.Admission;

/// <summary>What a limit counts.</summary>
internal enum AdmissionUnit
{
    Nothing,
    Request,
    Token,

    /// <summary>A millionth of a neuron.</summary>
    MicroNeuron,
    Place,
    MicroDollar,
    Call,
    Step,
}
