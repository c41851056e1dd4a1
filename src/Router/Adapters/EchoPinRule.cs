namespace Router.Adapters;

/// <summary>A pin is the model's id. An answer that repeats it proves nothing; one that names another model is from another model.</summary>
internal sealed class EchoPinRule : IPinRule
{
    public PinKind Kind => PinKind.Schema;

    public string? PinOf(ModelReference model) => model.Model;

    public VersionCheck Verify(ModelReference asked, AnswerOrigin answer) => answer.ModelId is { Length: > 0 } served && served != asked.Model
        ? new VersionCheck(VersionVerdict.Differs, served)
        : new VersionCheck(VersionVerdict.Unprovable);
}
