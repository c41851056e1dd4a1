using System.Diagnostics.CodeAnalysis;

namespace Router.Admission;

/// <summary>A lease, or the reason why there is none.</summary>
public readonly record struct AdmissionResult
{
    internal AdmissionResult(AdmissionLease lease) => Lease = lease;

    internal AdmissionResult(AdmissionRefusal refusal) => Refusal = refusal;

    /// <summary>Whether it was granted.</summary>
    [MemberNotNullWhen(true, nameof(Lease))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Granted => Lease is not null;

    /// <summary>What was granted; settle or cancel it. Null where it was refused.</summary>
    public AdmissionLease? Lease { get; }

    /// <summary>Why it was refused; null where it was granted.</summary>
    public AdmissionRefusal? Refusal { get; }
}
