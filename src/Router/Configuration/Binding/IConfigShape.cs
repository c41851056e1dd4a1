namespace Router.Configuration.Binding;

/// <summary>What may stand in one object of the configuration: enough to hold it against the JSON Schema.</summary>
internal interface IConfigShape
{
    IReadOnlyList<IConfigProperty> Properties { get; }
}
