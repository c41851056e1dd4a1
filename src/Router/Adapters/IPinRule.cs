namespace Router.Adapters;

/// <summary>
/// How a kind of provider says which version served an answer. <see cref="PinRules"/> has the usual ones. Thread-safe, without state.
/// </summary>
public interface IPinRule
{
    /// <summary>What a version is at the provider.</summary>
    PinKind Kind { get; }

    /// <summary>The version that a reference pins; null where its name is a floating one.</summary>
    string? PinOf(ModelReference model);

    /// <summary>Compares an answer, or an update of one, with what was asked for. Never throws.</summary>
    VersionCheck Verify(ModelReference asked, AnswerOrigin answer);
}
