namespace Router.Admission;

/// <summary>The limits and budgets in force, compiled into what makes claims. Immutable.</summary>
internal sealed class AdmissionPolicy(AdmissionRules rules)
{
    internal static AdmissionPolicy None { get; } = new(new AdmissionRules());

    internal AdmissionRules Rules { get; } = rules;
}
