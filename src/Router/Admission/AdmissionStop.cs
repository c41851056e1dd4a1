namespace Router.Admission;

/// <summary>A kill switch that is set.</summary>
/// <param name="Key">What is stopped, such as <c>switch/tenant/acme</c> or <c>switch/all</c>.</param>
/// <param name="Reason">Why, in the words of whoever set it.</param>
public sealed record AdmissionStop(string Key, string Reason);
