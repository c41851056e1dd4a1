namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>How a parameter's value becomes text.</summary>
internal enum ParameterStyle
{
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}
