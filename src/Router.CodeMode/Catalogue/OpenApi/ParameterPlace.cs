namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Where a parameter goes. In the order in which one of two of the same name keeps it.</summary>
internal enum ParameterPlace
{
    Path,
    Query,
    Header,
    Cookie,
}
