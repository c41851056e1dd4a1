namespace Router.Configuration.References;

/// <summary>A piece of a setting: literal text, or a reference.</summary>
/// <param name="Kind">Where the value is; null for literal text.</param>
/// <param name="Text">The literal text, the variable's name or the file's path.</param>
/// <param name="Default">What stands for a reference without a value; null where there is nothing.</param>
internal readonly record struct ReferencePart(ReferenceKind? Kind, string Text, string? Default = null);
