namespace Router.Emulators.Json;

/// <summary>One way a value fails its schema. Path is a JSON pointer; subject is the property, type or value at fault.</summary>
internal sealed record SchemaViolation(ViolationKind Kind, string Path, string Subject, string Expected);
